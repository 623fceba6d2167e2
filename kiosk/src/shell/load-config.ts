import { readFileSync } from 'node:fs';
import { KwError } from '@kringwijzer/contract';
import { parse } from 'yaml';
import { z } from 'zod';
import { type RunnerConfig, runnerConfigSchema } from './config.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The runner's configuration: defaults < YAML file < environment. Throws KW_CONFIG_UNREADABLE for a file that cannot be read and
 * KW_CONFIG_INVALID naming each wrong key.
 */
export function loadRunnerConfig(file: string | undefined, env: Environment): RunnerConfig {
  const merged = { ...(file === undefined ? {} : readYaml(file)), ...fromEnvironment(env) };
  const result = runnerConfigSchema.safeParse(merged);
  if (!result.success) throw new KwError('KW_CONFIG_INVALID', { file: file ?? 'of the kiosk', reason: z.prettifyError(result.error) });
  return result.data;
}

function readYaml(file: string): object {
  try {
    const value: unknown = parse(readFileSync(file, 'utf8'));
    return typeof value === 'object' && value !== null ? value : {};
  } catch (cause) {
    throw new KwError('KW_CONFIG_UNREADABLE', { file, reason: cause instanceof Error ? cause.message : String(cause) }, { cause });
  }
}

/** Values the environment gives, typed by what each key wants. */
function fromEnvironment(env: Environment): Readonly<Record<string, unknown>> {
  const given: Record<string, unknown> = {};
  for (const [key, schema] of Object.entries(runnerConfigSchema.shape)) {
    const name: unknown = schema.meta()?.['env'];
    const text = typeof name === 'string' ? env[name] : undefined;
    if (text !== undefined && text !== '') given[key] = typedText(text);
  }
  return given;
}

function typedText(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^\d{1,6}$/u.test(text) ? Number(text) : text;
}
