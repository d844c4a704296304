/**
 * The journal of a run: a line for each finished submission, appended and flushed to the disk before anybody is told
 * that it is finished. It is never rewritten. Each line carries a checksum over itself and the checksum before it, so
 * that a line that was changed, lost or put in is noticed and not believed.
 */
import { createHash } from 'node:crypto';
import { open, readFile, truncate, type FileHandle } from 'node:fs/promises';
import { GraderError } from '../errors.js';
import { explainWriteError } from '../report/writers/atomic.js';

/** A finished submission. */
export interface Entry {
  readonly id: string;
  /** What was handed in: see `fingerprint` in intake. */
  readonly submission: string;
  /** What it was graded with: rubric, data, grader. */
  readonly inputs: string;
  /** sha256 of report.json. */
  readonly report: string;
  readonly status: 'graded' | 'ungraded';
  /** Why it was graded although the journal had it already; absent the first time. */
  readonly because?: string;
}

export interface Read {
  /** By id, the last of each. */
  readonly entries: ReadonlyMap<string, Entry>;
  /** Lines that are not believed, from 1, in words. */
  readonly damage: readonly string[];
}

export const JOURNAL = 'journal.jsonl';
const START = 'tuxgrade-journal-1';
const CHECK = /^(.*),"check":"([0-9a-f]{16})"\}$/;

/** Opens a journal for appending, after what is in it was read. A last line that was cut short is removed. */
export async function openJournal(path: string): Promise<Journal> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if ((error as { code?: unknown }).code === 'ENOENT') return '';
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
  /** What was in it when it was opened. */
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

  /** On the disk when it resolves. Throws DISK_FULL when that is not possible; nothing may be appended after that. */
  append(entry: Entry): Promise<void> {
    const written = this.#queue.then(() => this.#write(entry));
    this.#queue = written.catch(() => undefined);
    return written;
  }

  async close(): Promise<void> {
    await this.#queue;
    await this.#file.close();
  }

  async #write(entry: Entry): Promise<void> {
    const text = JSON.stringify(entry).slice(0, -1);
    const check = checkOf(this.#last, text);
    try {
      await this.#file.appendFile(`${text},"check":"${check}"}\n`);
      await this.#file.datasync();
    } catch (error) {
      throw explainWriteError(this.#path, error);
    }
    this.#last = check;
  }
}

function checkOf(last: string, text: string): string {
  return createHash('sha256').update(`${last}\n${text}`).digest('hex').slice(0, 16);
}

function readLines(text: string): { read: Read; last: string } {
  const entries = new Map<string, Entry>();
  const damage: string[] = [];
  let last = START;
  for (const [index, line] of text.split('\n').slice(0, -1).entries()) {
    const [, body = '', check = ''] = CHECK.exec(line) ?? [];
    const entry = check === '' ? null : entryOf(`${body}}`);
    if (entry !== null && check === checkOf(last, body)) entries.set(entry.id, entry);
    else {
      const whose = entry === null ? '' : `, about ${entry.id},`;
      damage.push(`line ${String(index + 1)}${whose} was changed or lost its neighbour`);
      // what was said before of the same submission is no more to be trusted than this
      if (entry !== null) entries.delete(entry.id);
    }
    if (check !== '') last = check;
  }
  return { read: { entries, damage }, last };
}

function entryOf(text: string): Entry | null {
  try {
    const { id, submission, inputs, report, status } = JSON.parse(text) as Record<string, unknown>;
    const words = [id, submission, inputs, report].every((value) => typeof value === 'string');
    const known = status === 'graded' || status === 'ungraded';
    return words && known ? ({ id, submission, inputs, report, status } as Entry) : null;
  } catch {
    return null;
  }
}

function unreadable(path: string, cause: unknown): GraderError {
  const code = (cause as { code?: unknown }).code;
  return new GraderError('USAGE', `${path} cannot be read (${typeof code === 'string' ? code : 'unknown reason'})`, {
    advice: 'Give this user the right to read it, or choose another --out.',
    cause,
  });
}
