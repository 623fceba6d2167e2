/** A formula read once: numbers, names of facts, + - * / and brackets. */
export interface Formula {
  /** Names of the facts it uses, in order of appearance. */
  readonly names: readonly string[];
  /** The value with the facts of a period; undefined when what it needs was never recorded, or when it divides by zero. */
  readonly evaluate: (fact: (name: string) => number | undefined) => number | undefined;
}

type Evaluate = Formula['evaluate'];
type Operator = (left: number | undefined, right: number | undefined) => number | undefined;

// A part that was never recorded adds nothing, so a site with sensors but no register has its sum all the same. A product or a
// share of something unknown is unknown.
const OPERATORS: Readonly<Record<string, Operator>> = {
  '+': (left, right) => (left === undefined ? right : left + (right ?? 0)),
  '-': (left, right) => (left === undefined ? undefined : left - (right ?? 0)),
  '*': (left, right) => (left === undefined || right === undefined ? undefined : left * right),
  '/': (left, right) => (left === undefined || right === undefined || right === 0 ? undefined : left / right),
};

const TOKEN = /\s*(?:(?<number>\d+(?:\.\d+)?)|(?<name>[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+)|(?<sign>[-+*/()]))/uy;

type Token = { readonly type: 'number' | 'name' | 'sign'; readonly text: string };

/** Reads a formula such as `(sale.mass_g + outcome.resold.mass_g) / 1000`. Throws TypeError for a text that is none. */
export function parseFormula(text: string): Formula {
  const tokens = tokensOf(text);
  let next = 0;
  const peek = (): string => tokens[next]?.text ?? '';
  const names: string[] = [];

  const operand = (): Evaluate => {
    const token = tokens[next];
    next += 1;
    if (token?.type === 'number') return constant(Number(token.text));
    if (token?.type === 'name') {
      names.push(token.text);
      return (fact) => fact(token.text);
    }
    if (token?.text !== '(') throw new TypeError(`formula "${text}": a value is missing`);
    const inner = sum();
    if (peek() !== ')') throw new TypeError(`formula "${text}": a bracket is not closed`);
    next += 1;
    return inner;
  };
  const chain = (signs: string, part: () => Evaluate): Evaluate => {
    let left = part();
    while (peek() !== '' && signs.includes(peek())) {
      const operator = OPERATORS[peek()];
      next += 1;
      left = joined(operator, left, part());
    }
    return left;
  };
  const sum = (): Evaluate => chain('+-', () => chain('*/', operand));

  const evaluate = sum();
  if (next < tokens.length) throw new TypeError(`formula "${text}": ${peek()} stands alone`);
  return { names: [...new Set(names)], evaluate };
}

const constant =
  (value: number): Evaluate =>
  () =>
    value;

function joined(operator: Operator | undefined, left: Evaluate, right: Evaluate): Evaluate {
  if (operator === undefined) throw new TypeError('an operator is missing');
  return (fact) => operator(left(fact), right(fact));
}

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const at = TOKEN.lastIndex;
    const groups = TOKEN.exec(text)?.groups;
    if (groups === undefined) throw new TypeError(`formula "${text}": not readable at ${at}`);
    const type = groups['number'] !== undefined ? 'number' : groups['name'] !== undefined ? 'name' : 'sign';
    tokens.push({ type, text: groups[type] ?? '' });
  }
  return tokens;
}
