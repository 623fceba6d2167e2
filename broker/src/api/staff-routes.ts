import {
  commandResultSchema,
  deviceCommandRequestSchema,
  deviceIdSchema,
  enrolCodeRequestSchema,
  enrolCodeResponseSchema,
  inviteRequestSchema,
  inviteResponseSchema,
  KwError,
  machineRequestSchema,
  machineResponseSchema,
  machineSchema,
  nodeIdSchema,
} from '@kringwijzer/contract';
import { z } from 'zod';
import type { ApiDeps } from './api-deps.ts';
import { route, sessionIn } from './guard.ts';
import type { ApiServer } from './server-type.ts';

const tags = ['administration'];
const auditSchema = z.array(z.strictObject({ at: z.number(), actor: z.string(), action: z.string(), detail: z.string() }));

const command = route('staff', {
  tags: ['devices'],
  summary: 'Ask a device to do something and wait for its answer',
  params: z.strictObject({ node: nodeIdSchema, device: deviceIdSchema }),
  body: deviceCommandRequestSchema,
  response: { 200: commandResultSchema },
});
const enrolCode = route('admin', {
  tags,
  summary: 'A one-time code for a node',
  body: enrolCodeRequestSchema,
  response: { 200: enrolCodeResponseSchema },
});
const invite = route('admin', {
  tags,
  summary: 'An invite for a person',
  body: inviteRequestSchema,
  response: { 200: inviteResponseSchema },
});
const machineMake = route('admin', {
  tags,
  summary: 'Make or replace the credential of a machine that is not a node',
  body: machineRequestSchema,
  response: { 200: machineResponseSchema },
});
const machineList = route('admin', { tags, summary: 'Credentials of machines', response: { 200: z.array(machineSchema) } });
const revoke = route('admin', {
  tags,
  summary: 'Take a credential back',
  params: z.strictObject({ username: z.string().max(64) }),
  response: { 204: z.null() },
});
const auditLog = route('admin', { tags, summary: 'The latest privileged acts', response: { 200: auditSchema } });

/** Acting: commands to devices, and who may come in. */
export function staffRoutes(app: ApiServer, deps: ApiDeps): void {
  const { people, machines, live, mqtt, commands } = deps;
  const isConnected = (username: string): boolean => mqtt.clients().some((client) => client.username === username);

  app.post('/devices/:node/:device/command', command, async (request) => {
    const { name } = sessionIn(request);
    const { node, device } = request.params;
    if (live.deviceMeta(node, device) === undefined) throw new KwError('KW_DEVICE_UNKNOWN', { node, device });
    if (!isConnected(node)) throw new KwError('KW_NODE_OFFLINE', { node });
    deps.audit.add({ at: deps.nowMs(), actor: name, action: `command ${request.body.name}`, detail: `${node}/${device}` });
    return commands.send({ node, device, by: name, ...request.body });
  });

  app.post('/enrol-codes', enrolCode, (request) => machines.enrolCode({ node: request.body.node, by: sessionIn(request).name }));

  app.post('/invites', invite, (request) => {
    const code = people.invite(request.body.role, sessionIn(request).name);
    return { invite: code, path: invitePath(code) };
  });

  app.get('/machines', machineList, () => machines.list().map((machine) => ({ ...machine, connected: isConnected(machine.username) })));

  app.post('/machines', machineMake, (request) => {
    const { username, role } = request.body;
    return { username, secret: machines.issue({ username, role, by: sessionIn(request).name }) };
  });

  app.post('/machines/:username/revoke', revoke, async (request, reply) => {
    const { username } = request.params;
    if (!machines.revoke(username, sessionIn(request).name)) throw new KwError('KW_NOT_FOUND', { path: `machine ${username}` });
    return reply.code(204).send(null);
  });

  app.get('/audit', auditLog, () => [...deps.audit.latest(200)]);
}

/** Path of the page that turns an invite into a member. */
export const invitePath = (invite: string): string => `/#/invite/${invite}`;
