import { z } from 'zod';
import { nodeConfigSchema } from './node-schema.ts';

/** A key of the configuration as the schema describes it. */
export interface ConfigKey {
  /** Names from the root, as in `hub.url`; array items are `[]`. */
  readonly path: readonly string[];
  readonly type: string;
  readonly description: string;
  readonly unit: string | undefined;
  readonly env: string | undefined;
  readonly secret: boolean;
  readonly fallback: unknown;
  readonly limits: string;
}

/** JSON Schema of the configuration file, as `--print-schema` prints it. */
export const nodeConfigJsonSchema = (): Record<string, unknown> => z.toJSONSchema(nodeConfigSchema, { io: 'input' });

interface SchemaNode {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly oneOf?: readonly SchemaNode[];
  readonly anyOf?: readonly SchemaNode[];
  readonly description?: string;
  readonly unit?: string;
  readonly env?: string;
  readonly secret?: boolean;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** Every key of the configuration, in the order of the schema. Keys of the kinds of device carry the kind in their path. */
export function configKeys(): ConfigKey[] {
  return keysOf(nodeConfigJsonSchema(), []);
}

function keysOf(node: SchemaNode, path: readonly string[]): ConfigKey[] {
  const branches = node.oneOf ?? node.anyOf;
  if (branches?.some((branch) => branch.properties ?? branch.oneOf) === true)
    return branches.flatMap((branch) => keysOf(branch, [...path, tagOf(branch)].filter(Boolean)));
  if (node.properties !== undefined)
    return Object.entries(node.properties).flatMap(([name, child]) => keysOf(named(child, node), [...path, name]));
  if (node.items?.properties ?? node.items?.oneOf) return keysOf(node.items ?? {}, [...path, '[]']);
  return [keyOf(node, path)];
}

/** The word that tells one branch from another means what the branch means. */
const named = (child: SchemaNode, branch: SchemaNode): SchemaNode =>
  child.const === undefined || child.description !== undefined || branch.description === undefined
    ? child
    : { ...child, description: branch.description };

function tagOf(branch: SchemaNode): string {
  const { kind, type, sensor } = branch.properties ?? {};
  const words = [kind?.const, type?.const, sensor?.const].filter((word) => typeof word === 'string');
  return words.length === 0 ? '' : `(${words.join(' ')})`;
}

function keyOf(node: SchemaNode, path: readonly string[]): ConfigKey {
  return {
    path,
    type: typeOf(node),
    description: node.description ?? '',
    unit: node.unit,
    env: node.env,
    secret: node.secret === true,
    fallback: node.default,
    limits: limitsOf(node),
  };
}

function typeOf(node: SchemaNode): string {
  if (node.enum !== undefined) return node.enum.join(' \\| ');
  if (node.const !== undefined) return JSON.stringify(node.const);
  if (node.anyOf !== undefined) return node.anyOf.map(typeOf).join(' \\| ');
  return node.type === 'array' ? `list of ${typeOf(node.items ?? {})}` : (node.type ?? 'value');
}

function limitsOf({ minimum, maximum }: SchemaNode): string {
  if (minimum === undefined && (maximum === undefined || maximum === Number.MAX_SAFE_INTEGER)) return '';
  return `${minimum ?? ''}..${maximum ?? ''}`;
}
