/** One decoder in the sandbox, started and ended: the program that reads students' images (decoder/). */
import type { Driver } from '../drivers/driver.js';
import { notStarted } from '../drivers/not-started.js';
import { endWith } from '../process/abort.js';
import { Session, type Answered, type Message } from '../process/session.js';
import { OutputLog } from '../process/text.js';
import { allowanceFor } from '../process/time-limit.js';

export interface DecoderOptions {
  readonly driver: Driver;
  readonly signal?: AbortSignal | undefined;
}

export type AskDecoder = (message: Message, cpuMs: number) => Promise<Answered>;

export const DECODER_MEMORY_BYTES = 512 << 20;
const OUTPUT_BYTES = 64 << 10;
const CPU_SECONDS = 300;

/** Throws SPAWN_FAILED if no decoder starts, and the reason of the signal if it is aborted. */
export async function withDecoder<T>(
  root: string,
  { driver, signal }: DecoderOptions,
  use: (ask: AskDecoder) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  const launch = { program: 'decoder' as const, args: [], submission: root };
  const child = driver.start({ ...launch, memoryBytes: DECODER_MEMORY_BYTES, cpuSeconds: CPU_SECONDS });
  const limits = { memoryBytes: DECODER_MEMORY_BYTES, outputBytes: OUTPUT_BYTES };
  const output = new OutputLog();
  const session = new Session(child, limits, output);
  endWith(signal, session);
  try {
    const ready = await session.ready;
    if ('death' in ready) throw notStarted(ready.death, { what: 'decoder of images', driver, output });
    return await use(async (message, cpuMs) => {
      const answered = await session.request(message, allowanceFor(cpuMs));
      signal?.throwIfAborted();
      return answered;
    });
  } finally {
    await session.finish();
  }
}
