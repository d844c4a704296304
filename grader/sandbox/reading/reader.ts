/**
 * Starts readers: programs in the sandbox that parse a submission without running any of it. Their time and memory are
 * limited; if a reader exceeds a limit, the bytes that it read are to blame.
 */
import {
  READ_CAPS,
  ReaderStopped,
  type ReadAnswer,
  type Reader,
  type ReadLimits,
  type ReadRequest,
  type StartReader,
} from '../../protocol/reader.js';
import type { Driver } from '../drivers/driver.js';
import { notStarted } from '../drivers/not-started.js';
import { endWith } from '../process/abort.js';
import { Session, type Death } from '../process/session.js';
import { OutputLog } from '../process/text.js';
import { allowanceFor } from '../process/time-limit.js';

const CAPS = { headerBytes: 1 << 20, bodyBytes: Math.max(READ_CAPS.body, READ_CAPS.model) };
const OUTPUT_BYTES = 64 << 10;

/** Readers on this driver; `signal` ends those that are running. */
export function readerStarter(driver: Driver, signal?: AbortSignal): StartReader {
  return (folder, limits) => new SandboxedReader(driver, folder, limits, signal);
}

class SandboxedReader implements Reader {
  readonly #session: Session;
  readonly #output = new OutputLog();
  readonly #limits: ReadLimits;
  readonly #driver: Driver;
  readonly #signal: AbortSignal | undefined;

  /** Throws a GraderError when nothing can be started. */
  constructor(driver: Driver, folder: string, limits: ReadLimits, signal: AbortSignal | undefined) {
    signal?.throwIfAborted();
    const { memoryBytes, cpuMs } = limits;
    const child = driver.start({
      program: 'reader',
      args: [],
      submission: folder,
      memoryBytes: HEADROOM * memoryBytes,
      // with several threads: only a backstop to the measured limit
      cpuSeconds: Math.ceil((2 * cpuMs) / 1000) + 1,
    });
    this.#driver = driver;
    this.#limits = limits;
    this.#signal = signal;
    this.#session = new Session(child, { memoryBytes, outputBytes: OUTPUT_BYTES }, this.#output);
    endWith(signal, this.#session);
  }

  async ask(request: ReadRequest, body = new Uint8Array()): Promise<ReadAnswer> {
    const ready = await this.#session.ready;
    this.#signal?.throwIfAborted();
    if ('death' in ready) {
      throw notStarted(ready.death, { what: 'reader', driver: this.#driver, output: this.#output });
    }
    const left = Math.max(1, this.#limits.cpuMs - this.#session.usage.cpuMs);
    const answered = await this.#session.request({ request, body, caps: CAPS }, allowanceFor(left));
    this.#signal?.throwIfAborted();
    if ('death' in answered) throw new ReaderStopped(reasonOf(answered.death), this.#limits);
    const { header, body: bytes } = answered.frame;
    if (typeof header !== 'object' || header === null || Array.isArray(header)) {
      throw new ReaderStopped('nonsense', this.#limits);
    }
    return { header: header as Readonly<Record<string, unknown>>, body: bytes };
  }

  async close(): Promise<void> {
    await this.#session.finish();
  }
}

/** The kernel's limit also counts reserved memory; used memory is measured against the limit itself. */
const HEADROOM = 2;

/** From the outside, a process that ends by itself either ran out of memory or crashed. */
function reasonOf(death: Death): ReaderStopped['reason'] {
  switch (death.reason) {
    case 'limit':
      return death.limit === 'memory' ? 'memory' : death.limit === 'time' || death.limit === 'wait' ? 'time' : 'crash';
    case 'exit':
      return death.exit.signal === 'SIGXCPU' ? 'time' : death.exit.signal === 'SIGABRT' ? 'memory' : 'crash';
    case 'protocol':
      return 'nonsense';
  }
}
