/**
 * The journal of a run: one line when a submission is started and one when it is finished, appended and flushed to the
 * disk before anything depends on it. It must not be rewritten except to erase a person; a line that was changed, lost or inserted is detected
 * and not trusted.
 */
import { open, readFile, truncate, type FileHandle } from 'node:fs/promises';
import { codeOf, GraderError } from '../errors.js';
import { explainWriteError } from '../atomic.js';
import { readLines, writeLine, type Line, type Read } from './journal-lines.js';

export const JOURNAL = 'journal.jsonl';

/** Reads a journal and opens it for appending. An incomplete last line is removed. */
export async function openJournal(path: string): Promise<Journal> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return '';
    throw unreadable(path, error);
  });
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const { read, last } = readLines(whole);
  const file = await open(path, 'a', 0o644).catch((error: unknown) => {
    throw explainWriteError(path, error);
  });
  if (whole.length < text.length) await truncate(path, Buffer.byteLength(whole));
  return new Journal(path, file, read, last);
}

export class Journal {
  /** Its content when it was opened. */
  readonly read: Read;
  readonly #path: string;
  readonly #file: FileHandle;
  #last: string;
  #queue: Promise<void> = Promise.resolve();

  constructor(path: string, file: FileHandle, read: Read, last: string) {
    this.read = read;
    this.#path = path;
    this.#file = file;
    this.#last = last;
  }

  /** Resolves when the line is on the disk. Throws DISK_FULL otherwise; nothing may be appended after that. */
  append(line: Line): Promise<void> {
    const written = this.#queue.then(() => this.#write(line));
    this.#queue = written.catch(() => undefined);
    return written;
  }

  async close(): Promise<void> {
    await this.#queue;
    await this.#file.close();
  }

  async #write(line: Line): Promise<void> {
    const { text, check } = writeLine(line, this.#last);
    try {
      await this.#file.appendFile(text);
      await this.#file.datasync();
    } catch (error) {
      throw explainWriteError(this.#path, error);
    }
    this.#last = check;
  }
}

function unreadable(path: string, cause: unknown): GraderError {
  return new GraderError('USAGE', `${path} cannot be read (${codeOf(cause) ?? 'unknown reason'})`, {
    advice: 'Give this user the right to read it.',
    cause,
  });
}
