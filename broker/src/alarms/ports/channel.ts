import type { Notice } from '../core/notice.ts';

/** One message to one place. */
export interface ChannelMessage {
  /** Stable: the same message sent again carries the same id. 1..64 of a-z, 0-9 and hyphen. */
  readonly id: string;
  /** Address, topic, subscription as JSON, or URL: what the channel needs. */
  readonly to: string;
  readonly notice: Notice;
  /** Page that shows it, when the hub knows its own address. */
  readonly url: string | undefined;
  /** UTC epoch ms. */
  readonly atMs: number;
}

/** A way out of the hub. What has returned was taken by the other side; throws a KwError that says whether to try again. */
export interface Channel {
  send(message: ChannelMessage, signal: AbortSignal): Promise<void>;
}
