import {
  apiErrorSchema,
  type CommandResult,
  CSRF_HEADER,
  commandResultSchema,
  type DeviceCommandRequest,
  ERRORS,
  type ErrorCode,
  KwError,
  type MachineResponse,
  machineResponseSchema,
  meSchema,
  nodeLiveSchema,
} from '@kringwijzer/contract';
import { z } from 'zod';
import type { NodeSeen } from '../update/node-health.ts';
import { fetchReason } from './fetch-reason.ts';

/** A person's session at a hub. */
export interface HubSession {
  /** Asks a device to do something and waits for its answer. Throws KwError for what the hub refuses. */
  readonly command: (device: { readonly node: string; readonly device: string }, request: DeviceCommandRequest) => Promise<CommandResult>;
  /** Makes or replaces the credential of a machine that is not a node; its secret is told once. Needs the role admin. */
  readonly makeMachine: (request: { readonly username: string; readonly role: string }) => Promise<MachineResponse>;
  /** The nodes as the hub sees them now. */
  readonly nodes: () => Promise<readonly NodeSeen[]>;
}

const nodesSchema = z.array(z.object(nodeLiveSchema.pick({ node: true, status: true, lastRecordAt: true }).shape));

/** Signs in. Throws KW_SIGN_IN_FAILED, KW_LOCKED_OUT, or KW_HUB_UNREACHABLE when there is no hub. */
export async function signIn(hubUrl: string, person: { readonly name: string; readonly password: string }): Promise<HubSession> {
  const post = async (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) => {
    const answer = await fetch(new URL(`/api/v1${path}`, hubUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    }).catch((error: unknown) => {
      throw new KwError('KW_HUB_UNREACHABLE', { url: hubUrl, reason: fetchReason(error) }, { cause: error });
    });
    const said: unknown = await answer.json();
    if (!answer.ok) throw refusalOf(hubUrl, said);
    return {
      said,
      cookie: answer.headers
        .getSetCookie()
        .map((text) => text.split(';', 1)[0])
        .join('; '),
    };
  };
  const { said, cookie } = await post('/sign-in', person);
  const headers = { cookie, [CSRF_HEADER]: meSchema.parse(said).csrf };
  return {
    nodes: async () => {
      const answer = await fetch(new URL('/api/v1/nodes', hubUrl), { headers: { cookie } });
      const nodes: unknown = await answer.json();
      if (!answer.ok) throw refusalOf(hubUrl, nodes);
      return nodesSchema.parse(nodes);
    },
    makeMachine: async (request) => machineResponseSchema.parse((await post('/machines', request, headers)).said),
    command: async ({ node, device }, request) =>
      commandResultSchema.parse((await post(`/devices/${node}/${device}/command`, request, headers)).said),
  };
}

const isCode = (code: string): code is ErrorCode => code in ERRORS;

/** The hub's refusal as an error of ours; the hub has already filled its message. */
function refusalOf(hubUrl: string, said: unknown): KwError {
  const error = apiErrorSchema.parse(said);
  if (!isCode(error.code)) return new KwError('KW_HUB_UNREACHABLE', { url: hubUrl, reason: error.message });
  return new KwError(error.code, {}, { cause: new Error(error.message) });
}
