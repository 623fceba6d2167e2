import { gramsOf } from '@kringwijzer/contract';

/** Whole grams of a mass typed in kilograms with comma or point, above 0 up to `mostG`; undefined for anything else. */
export function parseMassKg(text: string, mostG: number): number | undefined {
  const plain = text
    .trim()
    .replace(/\s*kg$/iu, '')
    .replace(',', '.');
  if (!/^\d{1,6}(?:\.\d{1,3})?$/u.test(plain)) return undefined;
  const massG = gramsOf(Number(plain));
  return massG > 0 && massG <= mostG ? massG : undefined;
}
