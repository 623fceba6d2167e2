import { readFileSync } from 'node:fs';
import { KwError } from '@kringwijzer/contract';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { type ForeignMapping, foreignMappingSchema } from './core/foreign/mapping.ts';

/** The mapping file of foreign sensors. Throws KW_CONFIG_UNREADABLE or KW_CONFIG_INVALID, naming file and key. */
export function loadForeign(file: string, site: string): ForeignMapping {
  const parsed = foreignMappingSchema.safeParse(readYaml(file));
  if (!parsed.success) throw new KwError('KW_CONFIG_INVALID', { file, reason: z.prettifyError(parsed.error) });
  const { site: meant = site } = parsed.data;
  if (meant !== site) throw new KwError('KW_CONFIG_INVALID', { file, reason: `site: it is for ${meant}, this is ${site}` });
  return parsed.data;
}

function readYaml(file: string): unknown {
  try {
    return parseYaml(readFileSync(file, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new KwError('KW_CONFIG_UNREADABLE', { file, reason }, { cause: error });
  }
}
