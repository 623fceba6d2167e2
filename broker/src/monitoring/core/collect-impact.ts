import type { ImpactFactor } from '@kringwijzer/contract';
import type { FactSheet } from './fact-sheet.ts';
import { STREAM_FACTORS } from './impact-factors.ts';

const REUSES = ['resold', 'repaired', 'refurbished', 'repurposed'] as const;

/** Kilograms that came into use again, in all or of one stream; undefined while no outcome was registered. */
export function reusedKg(sheet: FactSheet, stream?: string): number | undefined {
  const masses = REUSES.flatMap((outcome) => sheet.value(`outcome.${outcome}.mass_g`, stream) ?? []);
  return masses.length === 0 ? undefined : masses.reduce((sum, massG) => sum + massG, 0) / 1_000;
}

/** Adds the two figures of avoided climate impact, each by its own method; nothing ever adds them together. */
export function addImpact(sheet: FactSheet, simple: ImpactFactor): void {
  addSimple(sheet, simple);
  addByStream(sheet);
}

function addSimple(sheet: FactSheet, factor: ImpactFactor): void {
  const depositG = sheet.value('deposit.mass_g');
  const weighedG = sheet.value('weighing_in.mass_g');
  const collectedKg = depositG === undefined && weighedG === undefined ? undefined : ((depositG ?? 0) + (weighedG ?? 0)) / 1_000;
  const known = reusedKg(sheet);
  if (factor.basis === 'collected') {
    if (collectedKg !== undefined) sheet.addOnly('co2.simple_kg', { value: collectedKg * factor.value });
    return;
  }
  if (known !== undefined) sheet.addOnly('co2.simple_kg', { value: known * factor.value });
  else if (collectedKg !== undefined && factor.reusedShare !== undefined)
    sheet.addOnly('co2.simple_kg', { value: collectedKg * factor.reusedShare.value * factor.value, note: 'reuse_assumed' });
}

function addByStream(sheet: FactSheet): void {
  const known = new Map(STREAM_FACTORS.map((factor) => [factor.stream as string, factor]));
  const streams = new Set(REUSES.flatMap((outcome) => sheet.streams(`outcome.${outcome}.mass_g`)));
  for (const stream of [...streams].toSorted()) {
    const kg = reusedKg(sheet, stream) ?? 0;
    const { value, low = 0, high = 0 } = known.get(stream) ?? {};
    if (value === undefined) {
      if (kg > 0) sheet.addOnly('co2.stream_kg', { value: 0, n: 0, note: 'stream_without_factor' });
      continue;
    }
    sheet.add('co2.stream_kg', { value: kg * value, stream });
    for (const of of [undefined, stream]) sheet.range('co2.stream_kg', kg * low, kg * high, of);
  }
}
