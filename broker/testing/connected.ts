import type { MqttClient } from 'mqtt';

/** Resolves when the client is connected; rejects with its first error. */
export function connected(client: MqttClient): Promise<void> {
  return new Promise((resolve, reject) => {
    client.once('connect', () => resolve());
    client.once('error', reject);
  });
}
