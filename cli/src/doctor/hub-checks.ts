import { connect } from 'node:net';
import { healthzSchema } from '@kringwijzer/contract';
import type { Check, Finding } from './finding.ts';
import { fault, fine, warning } from './finding.ts';

const PATIENCE_MS = 3_000;

/** A hub that answers, or another program on its port, or nothing. */
async function hubAnswers(hubUrl: string): Promise<Finding> {
  try {
    const answer = await fetch(new URL('/healthz', hubUrl), { signal: AbortSignal.timeout(PATIENCE_MS) });
    const body: unknown = await answer.json().catch(() => undefined);
    if (isHealth(body)) {
      return body.ok
        ? fine('Hub', `${hubUrl} answers`)
        : fault(
            'Hub',
            `${hubUrl} answers but is not well: ${body.reason ?? 'no reason given'}.`,
            'Look at the disk and the log of the hub.',
          );
    }
    return fault(
      'Hub',
      `something else than a hub answers at ${hubUrl}.`,
      'Stop that program or give the hub another port (KW_HTTP_PORT).',
    );
  } catch {
    // Refused or timed out: no hub there.
    return warning('Hub', `no hub answers at ${hubUrl}.`, 'Start it: npm start, kringwijzer hub, or systemctl start kringwijzer-hub.');
  }
}

/** The mirror in InfluxDB, when this hub has one; the hub tells of it to its own machine only. */
async function mirrorFollows(hubUrl: string): Promise<Finding | undefined> {
  const mirror = await fetch(new URL('/healthz', hubUrl), { signal: AbortSignal.timeout(PATIENCE_MS) })
    .then(async (answer) => healthzSchema.safeParse(await answer.json()).data?.mirror)
    .catch(() => undefined); // no hub there: another check says so
  if (mirror === undefined) return undefined;
  const { ok, database, lagS, hours, events, reason = 'no reason given' } = mirror;
  if (ok) return fine('Mirror', `${database} had everything ${lagS} s ago`);
  return warning(
    'Mirror',
    `${database} in InfluxDB is ${lagS} s behind, ${hours} hours of series and ${events} records wait: ${reason}`,
    'Look at the InfluxDB server and at influx in the configuration of the hub; nothing is lost, the hub goes on by itself.',
  );
}

const isHealth = (body: unknown): body is { readonly ok: boolean; readonly reason?: string } =>
  typeof body === 'object' && body !== null && 'ok' in body && typeof body.ok === 'boolean';

/** True when something listens there within the patience. */
export function listens(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: PATIENCE_MS });
    const end = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
  });
}

/** Faults of the hub as seen from this machine. */
export const HUB_CHECKS: readonly Check[] = [
  { name: 'Hub', run: ({ hubUrl }) => hubAnswers(hubUrl) },
  { name: 'Mirror', run: ({ hubUrl }) => mirrorFollows(hubUrl) },
];
