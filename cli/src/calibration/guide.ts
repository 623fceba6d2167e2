import {
  type CommandResult,
  type DeviceCommandRequest,
  ERRORS,
  type ErrorCode,
  errorMessage,
  gramsOf,
  KwError,
  kgOf,
} from '@kringwijzer/contract';

/** What the guide talks to: the scale, and the person beside it. */
export interface GuideParts {
  readonly device: string;
  readonly command: (request: DeviceCommandRequest) => Promise<CommandResult>;
  /** Asks and resolves to the answer, without line end. */
  readonly ask: (question: string) => Promise<string>;
  readonly tell: (line: string) => void;
}

const KG = /^\d{1,6}(?:[.,]\d{1,3})?$/u;

/** Grams of what a person types as kilograms, with point or comma; undefined for anything else. */
export function massOf(text: string): number | undefined {
  const trimmed = text.trim();
  return KG.test(trimmed) ? gramsOf(Number(trimmed.replace(',', '.'))) : undefined;
}

/**
 * Leads through a calibration with known masses: empty, then one mass after another, an empty answer ends it. What the
 * scale refuses because it moves is tried again. Resolves to the node's last answer; throws KwError when it is not ok.
 */
export async function guideCalibration(parts: GuideParts): Promise<CommandResult> {
  const { ask, tell } = parts;
  await ask('Take everything off the scale and press Enter. ');
  await sure(parts, { name: 'calibrate', args: { step: 'start' } });
  try {
    await measured(parts, 0);
    for (let points = 0; ; points += 1) {
      const answer = await ask(
        points === 0 ? 'Put a known mass on and type its kilograms: ' : 'Next mass on the scale, its kilograms (Enter to finish): ',
      );
      if (answer.trim() === '' && points > 0) break;
      const massG = massOf(answer);
      if (massG === undefined) {
        points -= 1;
        tell('A mass in kilograms, such as 20 or 19,985.');
        continue;
      }
      await measured(parts, massG);
    }
  } catch (error) {
    await parts.command({ name: 'calibrate', args: { step: 'cancel' } });
    throw error;
  }
  const result = await sure(parts, { name: 'calibrate', args: { step: 'finish' } });
  tell(
    `Done. Uncertainty at full load: ±${kgText(result.data?.['uncertaintyG'])} kg. The old calibration was off by ${kgText(result.data?.['beforeErrorG'])} kg.`,
  );
  return result;
}

const kgText = (grams: unknown): string => (typeof grams === 'number' ? kgOf(grams).toFixed(3) : '?');

/** Measures one mass; asks again while the scale moves. */
async function measured(parts: GuideParts, massG: number): Promise<void> {
  for (;;) {
    const result = await parts.command({ name: 'calibrate', args: { step: 'point', massG } });
    if (result.ok) {
      parts.tell(`${kgOf(massG)} kg: the scale said ${kgText(result.data?.['indicatedG'])} kg.`);
      return;
    }
    if (result.code !== 'KW_IN_MOTION') throw refusal(parts, result);
    await parts.ask('The scale is in motion. Wait until it is still and press Enter. ');
  }
}

async function sure(parts: GuideParts, request: DeviceCommandRequest): Promise<CommandResult> {
  const result = await parts.command(request);
  if (!result.ok) throw refusal(parts, result);
  return result;
}

function refusal({ device, tell }: GuideParts, { code = '', data }: CommandResult): KwError {
  const details = { device, reason: String(data?.['reason'] ?? 'see the node') };
  const known: ErrorCode = code in ERRORS ? (code as ErrorCode) : 'KW_CALIBRATION_INVALID';
  tell(errorMessage(known, details));
  return new KwError(known, details);
}
