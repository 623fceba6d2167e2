import { copyFileSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { MONITOR_QUESTIONS } from '../core/monitor-questions.ts';
import { createMappingFiles, MAPPING_FOLDER } from './mapping-files.ts';

const EXAMPLE = fileURLToPath(new URL('../../../../docs/examples/kprs.yaml', import.meta.url));

function folderWith(files: Readonly<Record<string, string>>): string {
  const data = mkdtempSync(join(tmpdir(), 'kw-mappings-'));
  mkdirSync(join(data, MAPPING_FOLDER));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(data, MAPPING_FOLDER, name), text);
  return data;
}

describe('mapping files', () => {
  it('are found by their name, as soon as they are there', () => {
    const data = folderWith({});
    const files = createMappingFiles(data);
    expect(files.exchanges()).toEqual([]);
    copyFileSync(EXAMPLE, join(data, MAPPING_FOLDER, 'kprs.yaml'));
    expect(files.exchanges()).toEqual([{ id: 'kprs', name: 'KPRS (voorbeeld)' }]);
    expect(files.exchange('kprs').rows).toHaveLength(4);
  });

  it('name the file and the key of what is wrong with them', () => {
    const files = createMappingFiles(folderWith({ 'kassa.yaml': 'mapping: 1\nname: Kassa\nrows: [{ kind: gift, columns: {} }]\n' }));
    expect(files.exchanges()).toEqual([]);
    expect(() => files.exchange('kassa')).toThrow(/kassa\.yaml.*kind/su);
    expect(() => files.exchange('../hub')).toThrow('KW_EXCHANGE_UNKNOWN');
  });

  it('put the questions of the national monitor in place of ours', () => {
    expect(createMappingFiles(folderWith({})).questions()).toBe(MONITOR_QUESTIONS);
    const own = 'monitor: 1\nquestions:\n  - { part: Milieu, question: Hoeveel kilo?, indicator: mass_in }\n';
    expect(createMappingFiles(folderWith({ 'national-monitor.yaml': own })).questions()).toEqual([
      { part: 'Milieu', question: 'Hoeveel kilo?', indicator: 'mass_in' },
    ]);
    const wrong = own.replace('mass_in', 'mass_on');
    expect(() => createMappingFiles(folderWith({ 'national-monitor.yaml': wrong })).questions()).toThrow('no such indicator');
  });
});
