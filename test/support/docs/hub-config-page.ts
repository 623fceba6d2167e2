import { hubConfigJsonSchema } from '@kringwijzer/broker';

interface SchemaNode {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly SchemaNode[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly description?: string;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly env?: string;
  readonly unit?: string;
}

/** The text of docs/config-hub.md: every key of the hub's configuration, from its schema. */
export function hubConfigPage(): string {
  const rows = rowsOf(hubConfigJsonSchema(), []);
  return `# Configuration of the hub\n\nDefaults < YAML file (\`--config\`) < environment < flags. Made from the schema by \`npm run docs\`.\n\n| key | type | default | environment | meaning |\n| --- | --- | --- | --- | --- |\n${rows.join('\n')}\n`;
}

function rowsOf(node: SchemaNode, path: readonly string[]): string[] {
  if (node.properties !== undefined) return Object.entries(node.properties).flatMap(([name, child]) => rowsOf(child, [...path, name]));
  const object = node.anyOf?.find(({ properties }) => properties !== undefined);
  if (object !== undefined) return rowsOf(object, path);
  const fallback = node.default === undefined ? '' : `\`${JSON.stringify(node.default)}\``;
  return [
    `| \`${path.join('.')}\` | ${typeOf(node)} | ${fallback} | ${node.env === undefined ? '' : `\`${node.env}\``} | ${meaningOf(node)} |`,
  ];
}

function typeOf(node: SchemaNode): string {
  if (node.enum !== undefined) return node.enum.join(', ');
  const { type = 'value', minimum, maximum, unit } = node;
  const range =
    minimum === undefined && maximum === undefined
      ? ''
      : ` ${minimum ?? ''}..${maximum === Number.MAX_SAFE_INTEGER ? '' : (maximum ?? '')}`;
  return `${type}${range}${unit === undefined ? '' : ` ${unit}`}`;
}

const meaningOf = ({ description = '' }: SchemaNode): string => description.replaceAll('|', '\\|');
