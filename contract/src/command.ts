import { z } from 'zod';
import { atMsSchema, deviceIdSchema } from './ids.ts';

const massG = z.int().min(0).max(100_000_000).meta({ unit: 'g' });
const by = z.string().min(1).max(64).meta({ description: 'Who asks, for the audit trail' });

const envelope = {
  id: z.string().regex(/^[A-Za-z0-9-]{1,64}$/u),
  expiresAt: atMsSchema,
};
const onDevice = { device: deviceIdSchema, by };

/** A command from the hub to a node. A late one (past `expiresAt`) is ignored and answered KW_COMMAND_EXPIRED. */
export const commandSchema = z.discriminatedUnion('name', [
  z.strictObject({ ...envelope, name: z.literal('tare'), args: z.strictObject({ ...onDevice, presetG: massG.optional() }) }),
  z.strictObject({ ...envelope, name: z.literal('clear_tare'), args: z.strictObject(onDevice) }),
  z.strictObject({ ...envelope, name: z.literal('zero'), args: z.strictObject(onDevice) }),
  z.strictObject({
    ...envelope,
    name: z.literal('calibrate'),
    args: z.discriminatedUnion('step', [
      z.strictObject({ ...onDevice, step: z.literal('start') }),
      z.strictObject({ ...onDevice, step: z.literal('point'), massG }),
      z.strictObject({ ...onDevice, step: z.literal('corner'), corner: z.int().min(0).max(3), massG }),
      z.strictObject({ ...onDevice, step: z.literal('finish') }),
      z.strictObject({ ...onDevice, step: z.literal('cancel') }),
    ]),
  }),
  z.strictObject({
    ...envelope,
    name: z.literal('learn_tool'),
    args: z.strictObject({ ...onDevice, phase: z.enum(['off', 'idle', 'working']) }),
  }),
  z.strictObject({
    ...envelope,
    name: z.literal('correct_door'),
    args: z.strictObject({ ...onDevice, counted: z.int().min(1), manual: z.int().min(0) }),
  }),
  z.strictObject({ ...envelope, name: z.literal('identify'), args: z.strictObject({ device: deviceIdSchema.optional(), by }) }),
]);
export type Command = z.infer<typeof commandSchema>;
export type CommandName = Command['name'];

/** The node's answer to a command. */
export const commandResultSchema = z.strictObject({
  id: envelope.id,
  ok: z.boolean(),
  code: z.string().max(64).optional(),
  message: z.string().max(256).optional(),
  data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.number())])).optional(),
});
export type CommandResult = z.infer<typeof commandResultSchema>;
