import { z } from 'zod';

/**
 * Keeps a process that is only a node small: its schemas are asked a few times a minute, and a function compiled for each
 * would take 1 MB of memory for nothing. It holds for the whole process, so one with a hub in it does not call this.
 */
export function leanSchemas(): void {
  z.config({ jitless: true });
}
