import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KwError } from '@kringwijzer/contract';
import { parse } from 'yaml';
import { z } from 'zod';
import { type Exchange, exchangeSchema } from '../core/exchange.ts';
import { MONITOR_QUESTIONS, type MonitorQuestion, monitorFileSchema } from '../core/monitor-questions.ts';

/** Folder of mapping files in the data folder. */
export const MAPPING_FOLDER = 'mappings';
const MONITOR_FILE = 'national-monitor';
const END = '.yaml';

/** Files a site keeps to fit our figures to the words of others; read each time they are asked for. */
export interface MappingFiles {
  /** Names of the exchanges there are, without those that cannot be read. */
  exchanges(): readonly { readonly id: string; readonly name: string }[];
  /** Throws KW_EXCHANGE_UNKNOWN, KW_CONFIG_INVALID. */
  exchange(id: string): Exchange;
  /** Questions of the national monitor: the site's own file, else the list that comes with the hub. Throws KW_CONFIG_INVALID. */
  questions(): readonly MonitorQuestion[];
}

/** Mapping files of a data folder; a folder that is not there holds none. */
export function createMappingFiles(dataFolder: string): MappingFiles {
  const folder = join(dataFolder, MAPPING_FOLDER);
  const fileOf = (id: string): string => join(folder, `${id}${END}`);
  const ids = (): readonly string[] =>
    existsSync(folder)
      ? readdirSync(folder)
          .filter((name) => name.endsWith(END) && /^[a-z0-9-]{1,32}\.yaml$/u.test(name))
          .map((name) => name.slice(0, -END.length))
          .filter((id) => id !== MONITOR_FILE)
          .toSorted()
      : [];
  return {
    exchanges: () =>
      ids().flatMap((id) => {
        try {
          return [{ id, name: readFile(fileOf(id), exchangeSchema).name }];
        } catch {
          return []; // asking for it by its name tells what is wrong with it
        }
      }),
    exchange: (id) => {
      if (!ids().includes(id)) throw new KwError('KW_EXCHANGE_UNKNOWN', { name: id });
      return readFile(fileOf(id), exchangeSchema);
    },
    questions: () => (existsSync(fileOf(MONITOR_FILE)) ? readFile(fileOf(MONITOR_FILE), monitorFileSchema).questions : MONITOR_QUESTIONS),
  };
}

function readFile<T>(file: string, schema: z.ZodType<T>): T {
  let read: unknown;
  try {
    read = parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new KwError('KW_CONFIG_INVALID', { file, reason: error instanceof Error ? error.message : String(error) }, { cause: error });
  }
  const checked = schema.safeParse(read);
  if (!checked.success) throw new KwError('KW_CONFIG_INVALID', { file, reason: z.prettifyError(checked.error) });
  return checked.data;
}
