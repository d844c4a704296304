/**
 * Results by the fingerprint of their job. A worker that was thought dead may finish after another: the first result
 * counts. A second one that differs in more than `timing` is kept beside it, and whoever reads is told. The store alone
 * decides which was first, never a clock. What a disk damaged is as good as not there: it is graded again.
 */
import { gunzipSync, gzipSync } from 'node:zlib';
import { GraderError } from '../errors.js';
import { digestOf } from '../kept/digest.js';
import type { GradeReport } from '../schema/report.js';
import type { Recorded } from '../schema/queue.js';
import type { BlobStore } from './blobs/store.js';
import { isRecorded } from './fits.js';
import type { Seal } from './seal.js';

const FIRST = 'first';
/** Of the text of a result; one that claims more is damaged. */
const MOST_TEXT = 1 << 30;

export interface Results {
  has(fingerprint: string): Promise<boolean>;
  /** The first result; null if there is none, or none that can be read. Throws STORE_UNAVAILABLE. */
  read(fingerprint: string): Promise<Result | null>;
  /** `differs` if another one counts and this one differs from it. */
  record(fingerprint: string, recorded: Recorded): Promise<'first' | 'same' | 'differs'>;
}

export interface Result {
  readonly recorded: Recorded;
  /** How many others were recorded that differ from it. */
  readonly others: number;
}

export function resultsIn(store: BlobStore, seal: Seal): Results {
  const places = placesIn(store, seal);
  return {
    has: async (fingerprint) => (await firstOf(places, fingerprint)) !== null,
    read: async (fingerprint) => {
      const first = await firstOf(places, fingerprint);
      if (first === null) return null;
      const others = await soundIn(places, fingerprint, first.name);
      return { recorded: first.recorded, others: others.length };
    },
    record: async (fingerprint, recorded) => {
      const name = substanceOf(recorded);
      // before it is named first, so that whoever reads that finds it
      await places.keep(fingerprint, name, recorded);
      if (await places.nameFirst(fingerprint, name)) return 'first';
      const first = await firstOf(places, fingerprint);
      // an earlier one was lost or damaged, as by a disk
      if (first === null) await places.renameFirst(fingerprint, name);
      return first === null ? 'first' : first.name === name ? 'same' : 'differs';
    },
  };
}

interface Named {
  readonly name: string;
  readonly recorded: Recorded;
}

/**
 * The result that counts; null if there is none that can be read, so that it is graded again. Throws STORE_UNAVAILABLE if it
 * cannot be known which of several it is.
 */
async function firstOf(places: Places, fingerprint: string): Promise<Named | null> {
  const name = await places.first(fingerprint);
  if (name === null) return null;
  if (name !== DAMAGED) {
    const recorded = await places.read(fingerprint, name);
    return recorded === null ? null : { name, recorded };
  }
  const [only, ...others] = await soundIn(places, fingerprint);
  if (only === undefined) return null;
  if (others.length > 0) throw places.damaged(fingerprint);
  await places.renameFirst(fingerprint, only);
  const recorded = await places.read(fingerprint, only);
  return recorded === null ? null : { name: only, recorded };
}

/** The names of all results that can be read, without one that is known. */
async function soundIn(places: Places, fingerprint: string, known?: string): Promise<string[]> {
  const sound: string[] = [];
  for (const name of await places.list(fingerprint)) {
    if (name !== known && (await places.read(fingerprint, name)) !== null) sound.push(name);
  }
  return sound;
}

/** Stands for the name of the first result where that cannot be read. */
const DAMAGED = '';
const DIGEST = /^[0-9a-f]{64}$/;

type Places = ReturnType<typeof placesIn>;

/** What lies where. Each is sealed for its own place: copied to another, it cannot be opened. */
function placesIn(store: BlobStore, seal: Seal) {
  const folderOf = (fingerprint: string) => `results/${fingerprint.slice(0, 2)}/${fingerprint}`;
  const forFirst = (fingerprint: string) => `first ${fingerprint}`;
  const forResult = (fingerprint: string, name: string) => `result ${fingerprint} ${name}`;
  /** Twice, because a network file system may show a file before its content. */
  const opened = async (path: string, purpose: string): Promise<Buffer | 'none' | 'damaged'> => {
    let isThere = false;
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      const sealed = await store.get(path);
      const bytes = sealed === null ? null : seal.open(purpose, sealed);
      if (bytes !== null) return bytes;
      isThere ||= sealed !== null;
      if (!isThere) break;
    }
    return isThere ? 'damaged' : 'none';
  };
  const read = async (fingerprint: string, name: string) => {
    const bytes = await opened(`${folderOf(fingerprint)}/${name}`, forResult(fingerprint, name));
    return typeof bytes === 'string' ? null : recordedIn(bytes);
  };
  const sealedName = (fingerprint: string, name: string) => seal.close(forFirst(fingerprint), Buffer.from(name));
  return {
    read,
    first: async (fingerprint: string) => {
      const bytes = await opened(`${folderOf(fingerprint)}/${FIRST}`, forFirst(fingerprint));
      if (bytes === 'none') return null;
      const name = typeof bytes === 'string' ? DAMAGED : bytes.toString('utf8');
      return DIGEST.test(name) ? name : DAMAGED;
    },
    list: async (fingerprint: string) => (await store.list(folderOf(fingerprint))).filter((name) => DIGEST.test(name)),
    /** Also where a damaged one lies. */
    keep: async (fingerprint: string, name: string, recorded: Recorded) => {
      const path = `${folderOf(fingerprint)}/${name}`;
      const bytes = seal.close(forResult(fingerprint, name), bytesOf(recorded));
      const isNew = await store.putNew(path, bytes);
      if (!isNew && (await read(fingerprint, name)) === null) await store.replace(path, bytes);
    },
    /** Whether it is the first. */
    nameFirst: (fingerprint: string, name: string) =>
      store.putNew(`${folderOf(fingerprint)}/${FIRST}`, sealedName(fingerprint, name)),
    renameFirst: (fingerprint: string, name: string) =>
      store.replace(`${folderOf(fingerprint)}/${FIRST}`, sealedName(fingerprint, name)),
    damaged: (fingerprint: string) =>
      new GraderError(
        'STORE_UNAVAILABLE',
        `${folderOf(fingerprint)}/${FIRST} in ${store.shown} is damaged, and results that differ lie beside it`,
        { advice: `Remove that folder from the store: the submission is then graded again.` },
      ),
  };
}

/** A digest of all that has to be equal when a submission is graded again. */
function substanceOf({ report }: Recorded): string {
  const { timing: _timing, ...rest } = JSON.parse(report) as GradeReport;
  return digestOf(rest);
}

export const bytesOf = (recorded: Recorded): Buffer => gzipSync(JSON.stringify(recorded));

/** null if it is not what `bytesOf` makes. */
export function recordedIn(bytes: Uint8Array | null): Recorded | null {
  if (bytes === null) return null;
  try {
    const value: unknown = JSON.parse(gunzipSync(bytes, { maxOutputLength: MOST_TEXT }).toString('utf8'));
    return isRecorded(value) ? value : null;
  } catch {
    return null;
  }
}
