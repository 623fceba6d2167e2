import { Agent, request } from 'node:http';
import type { Point } from '../../../broker/src/ports/series-store.ts';
import type { Influxd } from '../../support/influxd.ts';

/** One series of an answer of influxd. */
export interface InfluxSeries {
  readonly tags?: Readonly<Record<string, string>>;
  readonly columns: readonly string[];
  readonly values: readonly (readonly (number | null)[])[];
}

/** influxd as fast as one can talk to it: bare HTTP with one kept connection and lines made by hand. */
export class InfluxPeer {
  private readonly influxd: Influxd;
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });
  private readonly auth: string;

  constructor(influxd: Influxd) {
    this.influxd = influxd;
    this.auth = `Basic ${Buffer.from(`${influxd.admin.username}:${influxd.admin.password}`).toString('base64')}`;
  }

  async write(database: string, points: readonly Point[]): Promise<void> {
    const lines = points.map(({ series: { tags, field }, at, value }) => {
      return `bench,device=${tags.device},node=${tags.node},site=${tags.site} ${field}=${value} ${at}`;
    });
    await this.call(`/write?db=${database}&precision=ms`, lines.join('\n'));
  }

  /** The series of the first statement. */
  async query(database: string, q: string): Promise<readonly InfluxSeries[]> {
    const body = await this.call(`/query?db=${database}&epoch=ms`, new URLSearchParams({ q }).toString());
    const answer = JSON.parse(body) as { results: { series?: InfluxSeries[]; error?: string }[] };
    const failed = answer.results.find(({ error }) => error !== undefined);
    if (failed !== undefined) throw new Error(`influxd: ${failed.error}`);
    return answer.results[0]?.series ?? [];
  }

  close(): void {
    this.agent.destroy();
  }

  private call(path: string, body: string): Promise<string> {
    const type = path.startsWith('/write') ? 'text/plain' : 'application/x-www-form-urlencoded';
    return new Promise((resolve, reject) => {
      const options = { host: this.influxd.host, port: this.influxd.port, path, method: 'POST', agent: this.agent };
      const headers = { authorization: this.auth, 'content-type': type, 'content-length': Buffer.byteLength(body) };
      const sent = request({ ...options, headers }, (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () => {
          const text = Buffer.concat(parts).toString();
          if ((answer.statusCode ?? 500) < 300) resolve(text);
          else reject(new Error(`influxd answered ${answer.statusCode}: ${text}`));
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }
}
