import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { KwError } from '@kringwijzer/contract';
import { z } from 'zod';
import { PAGE_HEADERS } from '../page-headers.ts';
import { StaffDoor } from '../staff-door.ts';
import { readBody } from './read-body.ts';

/** What the menu of staff shows. */
interface StaffState {
  readonly kiosk: string;
  readonly hubUrl: string;
  readonly shell: string;
}

interface StaffDeskDeps {
  readonly pin: string;
  readonly state: StaffState;
  /** Does what staff chose; false when this kiosk has no screen for it. */
  readonly acts: Readonly<Record<StaffAct, () => boolean>>;
}

const STAFF_ACTS = ['reload', 'restart'] as const;
type StaffAct = (typeof STAFF_ACTS)[number];

/** Below this path the page asks for the menu of staff. */
export const STAFF_PATH = '/runner/';
const BODY_MAX_BYTES = 512;
const openSchema = z.strictObject({ pin: z.string().max(16) });
const actSchema = z.strictObject({ pass: z.string().max(64), act: z.enum(STAFF_ACTS) });

/** Answers the menu of staff: `open` with a PIN, `act` with the pass that came of it. Errors go out by their code. */
export function createStaffDesk({ pin, state, acts }: StaffDeskDeps) {
  const door = new StaffDoor({ pin, nowMs: Date.now, newPass: randomUUID });
  const answerTo = (path: string, body: unknown): object => {
    if (path === `${STAFF_PATH}open`) return { pass: door.open(openSchema.parse(body).pin), ...state };
    const { pass, act } = actSchema.parse(body);
    door.check(pass);
    if (!acts[act]()) throw new KwError('KW_KIOSK_NO_SCREEN');
    return {};
  };
  return async (request: IncomingMessage, response: ServerResponse, path: string): Promise<void> => {
    const [status, answer] = await resultOf(async () => answerTo(path, JSON.parse((await readBody(request, BODY_MAX_BYTES)) ?? '')));
    response.writeHead(status, { ...PAGE_HEADERS, 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(JSON.stringify(answer));
  };
}

async function resultOf(work: () => Promise<object>): Promise<readonly [status: number, answer: object]> {
  try {
    return [200, await work()];
  } catch (error) {
    if (!(error instanceof KwError)) return [400, { code: 'KW_REQUEST_INVALID' }];
    return [error.code === 'KW_LOCKED_OUT' ? 429 : error.code === 'KW_KIOSK_NO_SCREEN' ? 409 : 403, { code: error.code }];
  }
}
