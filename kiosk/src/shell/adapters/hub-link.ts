import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';

import { z } from 'zod';
import { readBody } from './read-body.ts';

export interface HubLinkConfig {
  readonly hubUrl: string;
  /** The kiosk's own token; it stays in the runner and never reaches the page. */
  readonly token: string;
  /** PEM of the hub's own authority; without it only publicly trusted certificates are taken. */
  readonly caPem?: string;
}

interface HubRequest {
  readonly method: string;
  /** Path with its query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

export interface HubLink {
  /** The hub's answer, signed in; rejects when the hub cannot be reached. */
  readonly ask: (request: HubRequest) => Promise<IncomingMessage>;
}

const ANSWER_WITHIN_MS = 5_000;
const SESSION_MAX_BYTES = 4_096;
const sessionSchema = z.looseObject({ csrf: z.string() });

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined; // no session: the schema says so
  }
}

/** Speaks with the hub under the kiosk's session: signs in when needed, and once more when the hub forgot the session. */
export function openHubLink(config: HubLinkConfig): HubLink {
  let cookie: string | undefined;
  let csrf: string | undefined;
  const send = (request: HubRequest): Promise<IncomingMessage> => {
    const headers = csrf === undefined ? request.headers : { ...request.headers, 'x-kw-csrf': csrf };
    return sendOnce(config, headers === undefined ? request : { ...request, headers }, cookie);
  };

  const signIn = async (): Promise<void> => {
    const body = JSON.stringify({ token: config.token });
    const answer = await sendOnce(config, { method: 'POST', path: '/api/v1/kiosk/session', body }, undefined);
    const opened = sessionSchema.safeParse(parseJson(await readBody(answer, SESSION_MAX_BYTES)));
    csrf = opened.data?.csrf;
    const cookies = answer.headers['set-cookie'] ?? [];
    cookie = cookies.map((one) => one.split(';', 1)[0]).join('; ') || undefined;
  };

  return {
    ask: async (request) => {
      if (cookie === undefined) await signIn();
      const answer = await send(request);
      if (answer.statusCode !== 401) return answer;
      answer.resume();
      await signIn();
      return send(request);
    },
  };
}

function sendOnce({ hubUrl, caPem }: HubLinkConfig, request: HubRequest, cookie: string | undefined): Promise<IncomingMessage> {
  const url = new URL(request.path, hubUrl);
  const open = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const headers = {
    ...request.headers,
    ...(cookie === undefined ? {} : { cookie }),
    ...(request.body === undefined ? {} : { 'content-type': 'application/json', origin: url.origin }),
  };
  return new Promise((resolve, reject) => {
    const options = {
      method: request.method,
      headers,
      ...(caPem === undefined ? {} : { ca: caPem }),
      ...(request.signal ? { signal: request.signal } : {}),
    };
    const outgoing: ClientRequest = open(url, options, (answer) => {
      clearTimeout(timer);
      resolve(answer);
    });
    const timer = setTimeout(() => outgoing.destroy(new Error('the hub did not answer')), ANSWER_WITHIN_MS);
    outgoing.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    outgoing.end(request.body);
  });
}
