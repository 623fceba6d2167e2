import { join } from 'node:path';
import { apiErrorSchema, type EnrolResponse, enrolResponseSchema, KwError } from '@kringwijzer/contract';
import { fetchReason } from './fetch-reason.ts';
import { readKept, writeKept, writeKeptText } from './kept-file.ts';

/** Asks a hub for the credential of a node with a one-time code. Throws KW_ENROL_CODE_INVALID, or KW_HUB_UNREACHABLE when there is no hub. */
export async function enrol(hubUrl: string, request: { readonly code: string; readonly node: string }): Promise<EnrolResponse> {
  const answer = await fetch(new URL('/api/v1/enrol', hubUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  }).catch((error: unknown) => {
    throw new KwError('KW_HUB_UNREACHABLE', { url: hubUrl, reason: fetchReason(error) }, { cause: error });
  });
  const body: unknown = await answer.json();
  if (answer.ok) return enrolResponseSchema.parse(body);
  const refused = apiErrorSchema.parse(body);
  if (refused.code === 'KW_ENROL_CODE_INVALID') throw new KwError('KW_ENROL_CODE_INVALID');
  throw new KwError('KW_HUB_UNREACHABLE', { url: hubUrl, reason: refused.message });
}

/** The credential a node keeps in its data folder, or undefined before enrolment. */
export const keptCredential = (dataDir: string): EnrolResponse | undefined =>
  readKept(credentialPath(dataDir), (value) => enrolResponseSchema.safeParse(value).data);

/** Keeps a credential for the next start, and beside it the authority the node then trusts, when the hub named one. Throws KW_DATA_NOT_WRITABLE. */
export function keepCredential(dataDir: string, credential: EnrolResponse): void {
  if (credential.caPem !== undefined) writeKeptText(caPath(dataDir), credential.caPem);
  writeKept(credentialPath(dataDir), credential);
}

/** What a kept credential says in the words of the node's configuration. */
export const hubSettingsOf = (dataDir: string, { mqttUrl, username, password, caPem }: EnrolResponse) => ({
  url: mqttUrl,
  user: username,
  password,
  ...(caPem !== undefined && { caFile: caPath(dataDir) }),
});

const caPath = (dataDir: string): string => join(dataDir, 'hub-ca.pem');

const credentialPath = (dataDir: string): string => join(dataDir, 'credential.json');
