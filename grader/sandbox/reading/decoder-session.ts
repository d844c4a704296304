/** One decoder in the sandbox, started and ended: the program that reads students' images (worker/decoder.ts). */
import { GraderError } from '../../errors.js';
import type { Driver } from '../drivers/driver.js';
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
const READY_MS = 60_000;
const CPU_SECONDS = 300;

/** Throws SPAWN_FAILED when none starts, and the reason of the signal when it is aborted. */
export async function withDecoder<T>(
  root: string,
  { driver, signal }: DecoderOptions,
  use: (ask: AskDecoder) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  const launch = { program: 'decoder' as const, args: [], submission: root };
  const child = driver.start({ ...launch, memoryBytes: DECODER_MEMORY_BYTES, cpuSeconds: CPU_SECONDS });
  const limits = { memoryBytes: DECODER_MEMORY_BYTES, outputBytes: OUTPUT_BYTES };
  const session = new Session(child, limits, new OutputLog(), READY_MS);
  const abort = () => {
    session.abort();
  };
  signal?.addEventListener('abort', abort, { once: true });
  try {
    await started(session);
    return await use(async (message, cpuMs) => {
      const answered = await session.request(message, allowanceFor(cpuMs));
      signal?.throwIfAborted();
      return answered;
    });
  } finally {
    signal?.removeEventListener('abort', abort);
    await session.finish();
  }
}

async function started(session: Session): Promise<void> {
  const ready = await session.ready;
  if ('frame' in ready) return;
  throw new GraderError('SPAWN_FAILED', 'the image decoder could not be started in the sandbox', {
    advice: 'Run: tuxgrade doctor',
  });
}
