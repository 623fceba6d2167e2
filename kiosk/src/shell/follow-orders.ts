import { type KioskAnswer, type KioskCommand, KwError, kioskCommandSchema } from '@kringwijzer/contract';
import { z } from 'zod';
import type { HubLink } from './adapters/hub-link.ts';
import { readBody } from './adapters/read-body.ts';
import type { ShellLog } from './app.ts';
import type { ScreenSwitch } from './screen-power.ts';
import type { ScreenWatch } from './watch-screen.ts';

export interface OrderDeps {
  readonly hub: HubLink;
  readonly log: ShellLog;
  readonly watch: Pick<ScreenWatch, 'reload' | 'screenshot'>;
  /** The switch of the screen, where there is one. */
  readonly power: Pick<ScreenSwitch, 'set'> | undefined;
}

const ORDERS_MAX_BYTES = 16_384;
const ordersSchema = z.array(kioskCommandSchema).max(16);

/** Fetches what staff ask of this kiosk, does it and says what came of it. Rejects when the hub cannot be reached. */
export function followOrders(deps: OrderDeps): () => Promise<void> {
  return async () => {
    const answer = await deps.hub.ask({ method: 'GET', path: '/api/v1/kiosk/commands' });
    const text = await readBody(answer, ORDERS_MAX_BYTES);
    if (answer.statusCode !== 200) return;
    for (const order of ordersSchema.parse(JSON.parse(text ?? ''))) await tell(deps, order, await perform(deps, order));
  };
}

async function perform({ watch, power, log }: OrderDeps, { name }: KioskCommand): Promise<KioskAnswer> {
  try {
    if (name === 'screenshot') return await pictureOf(watch);
    if (name === 'reload') return watch.reload() ? { ok: true } : noScreen;
    if (power === undefined) return noScreen;
    await power.set(name === 'screen_on');
    return { ok: true };
  } catch (error) {
    log.warn({ name, reason: error instanceof Error ? error.message : String(error) }, 'an order of staff failed');
    return { ok: false, code: error instanceof KwError ? error.code : 'KW_KIOSK_NO_SCREEN' };
  }
}

const noScreen: KioskAnswer = { ok: false, code: 'KW_KIOSK_NO_SCREEN' };

async function pictureOf(watch: OrderDeps['watch']): Promise<KioskAnswer> {
  const jpeg = await watch.screenshot();
  return jpeg === undefined ? noScreen : { ok: true, jpegBase64: jpeg.toString('base64') };
}

async function tell({ hub, log }: OrderDeps, { id, name }: KioskCommand, answer: KioskAnswer): Promise<void> {
  const heard = await hub.ask({ method: 'POST', path: `/api/v1/kiosk/commands/${id}`, body: JSON.stringify(answer) });
  heard.resume();
  log.info({ name, ok: answer.ok }, 'followed an order of staff');
}
