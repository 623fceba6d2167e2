/** Reads server-sent events in tests, as a browser does. */
export interface StreamReader {
  /** The data of the next event of this name; events of other names are passed over. */
  next<T>(event: string): Promise<T>;
  names(): readonly string[];
  lastId(): string;
  close(): void;
}

/** Opens the live stream of a hub at `base`, its origin. Throws when it does not answer with an event stream. */
export async function openStream(base: string, headers: Readonly<Record<string, string>>): Promise<StreamReader> {
  const abort = new AbortController();
  const answer = await fetch(`${base}/api/v1/stream`, { headers, signal: abort.signal });
  if (!answer.ok || answer.body === null) throw new Error(`the stream answered ${answer.status}`);
  const events: { name: string; data: unknown }[] = [];
  const seen: string[] = [];
  let waiting: (() => void)[] = [];
  let lastId = '';
  const take = (frame: string): void => {
    const field = (name: string): string | undefined => new RegExp(`^${name}: (.*)$`, 'mu').exec(frame)?.[1];
    const [name, data] = [field('event'), field('data')];
    lastId = field('id') ?? lastId;
    if (name === undefined || data === undefined) return;
    seen.push(name);
    events.push({ name, data: JSON.parse(data) });
    for (const wake of waiting.splice(0)) wake();
  };
  void read(answer.body, take).catch(() => undefined); // ended by close()
  return {
    next: async <T>(event: string): Promise<T> => {
      const deadline = AbortSignal.timeout(5_000);
      for (;;) {
        const index = events.findIndex(({ name }) => name === event);
        if (index >= 0) return events.splice(index, 1)[0]?.data as T;
        await new Promise<void>((resolve, reject) => {
          waiting.push(resolve);
          deadline.addEventListener('abort', () => reject(new Error(`no event ${event}; seen: ${seen.join(', ')}`)));
        });
      }
    },
    names: () => seen,
    lastId: () => lastId,
    close: () => abort.abort(),
  };
}

async function read(body: ReadableStream<Uint8Array>, take: (frame: string) => void): Promise<void> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    const frames = text.split('\n\n');
    text = frames.pop() ?? '';
    frames.forEach(take);
  }
}
