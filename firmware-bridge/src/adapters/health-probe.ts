import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { promisify } from 'node:util';
import { type Health, NODE_DEVICE } from '@kringwijzer/contract';
import type { SpoolDepth } from '../ports/spool.ts';

export interface HealthProbeOptions {
  readonly dataDir: string;
  readonly depth: () => SpoolDepth;
  readonly nodeMs: () => number;
  readonly wallOf: (nodeMs: number) => number;
  readonly thermalFile?: string;
  readonly vcgencmd?: string;
  readonly restarts?: number | undefined;
}

const MB = 1024 * 1024;
/** Bits of `vcgencmd get_throttled` (Raspberry Pi documentation): 0 undervoltage now, 1..3 throttled now. */
const UNDERVOLTAGE = 0x1;
const THROTTLED = 0xe;

type Measured<Key extends keyof Health> = Partial<Pick<Health, Key>>;

/** Reads the node's health. What this machine does not tell is absent, not zero. */
export class HealthProbe {
  readonly #options: HealthProbeOptions;
  #cpu = process.cpuUsage();
  #cpuAtMs = performance.now();
  #hasVcgencmd = true;

  constructor(options: HealthProbeOptions) {
    this.#options = options;
  }

  async read(): Promise<Health> {
    const at = this.#options.nodeMs();
    const { records, oldestAtMs } = this.#options.depth();
    const [disk, throttling] = await Promise.all([this.#disk(), this.#throttling()]);
    return {
      kind: 'health',
      device: NODE_DEVICE,
      at,
      uptimeS: Math.floor(process.uptime()),
      rssMb: round(process.memoryUsage.rss() / MB),
      cpuRatio: this.#cpuRatio(),
      ...this.#temperature(),
      ...throttling,
      ...disk,
      spoolRecords: records,
      spoolAgeS: oldestAtMs === undefined ? 0 : Math.max(0, Math.floor((this.#options.wallOf(at) - oldestAtMs) / 1_000)),
      ...(this.#options.restarts === undefined ? {} : { restarts: this.#options.restarts }),
    };
  }

  #cpuRatio(): number {
    const used = process.cpuUsage(this.#cpu);
    const nowMs = performance.now();
    const ratio = (used.user + used.system) / 1_000 / Math.max(1, nowMs - this.#cpuAtMs);
    this.#cpu = process.cpuUsage();
    this.#cpuAtMs = nowMs;
    return round(Math.min(64, ratio), 1_000);
  }

  #temperature(): Measured<'temperatureC'> {
    try {
      const celsius = Number(readFileSync(this.#options.thermalFile ?? '/sys/class/thermal/thermal_zone0/temp', 'utf8')) / 1_000;
      return celsius >= -60 && celsius <= 150 ? { temperatureC: round(celsius, 10) } : {};
    } catch {
      // No thermal zone on this machine.
      return {};
    }
  }

  async #disk(): Promise<Measured<'diskFreeMb'>> {
    try {
      const { bavail, bsize } = await statfs(this.#options.dataDir);
      return { diskFreeMb: round((bavail * bsize) / MB) };
    } catch {
      // The folder is gone; the spool has its own fault for that.
      return {};
    }
  }

  async #throttling(): Promise<Measured<'throttled' | 'undervoltage'>> {
    if (!this.#hasVcgencmd) return {};
    try {
      const { stdout } = await promisify(execFile)(this.#options.vcgencmd ?? 'vcgencmd', ['get_throttled'], { timeout: 2_000 });
      const bits = Number(/throttled=(0x[0-9a-f]+)/iu.exec(stdout)?.[1]);
      return Number.isInteger(bits) ? { throttled: (bits & THROTTLED) !== 0, undervoltage: (bits & UNDERVOLTAGE) !== 0 } : {};
    } catch (error) {
      // Not a Raspberry Pi: it is not asked again. Any other failure is tried at the next record.
      if ((error as { code?: unknown }).code === 'ENOENT') this.#hasVcgencmd = false;
      return {};
    }
  }
}

const round = (value: number, parts = 10): number => Math.round(value * parts) / parts;
