/**
 * Results by the fingerprint of their job. A worker that was thought dead may finish after another: the first result
 * counts. A second one that differs in more than `timing` is kept beside it, and whoever reads is told. The store alone
 * decides which was first, never a clock.
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
  /** The first result; null if there is none yet. Throws STORE_UNAVAILABLE if it is damaged. */
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
  const folderOf = (fingerprint: string) => `results/${fingerprint.slice(0, 2)}/${fingerprint}`;
  const nameOfFirst = async (fingerprint: string) => {
    const bytes = await store.get(`${folderOf(fingerprint)}/${FIRST}`);
    if (bytes === null) return null;
    const name = seal.open(`first ${fingerprint}`, bytes)?.toString('utf8') ?? '';
    if (!/^[0-9a-f]{64}$/.test(name)) throw damaged(`${folderOf(fingerprint)}/${FIRST}`, store);
    return name;
  };
  return {
    has: async (fingerprint) => (await nameOfFirst(fingerprint)) !== null,
    read: async (fingerprint) => {
      const first = await nameOfFirst(fingerprint);
      if (first === null) return null;
      const name = `${folderOf(fingerprint)}/${first}`;
      const sealed = await store.get(name);
      const recorded = sealed === null ? null : recordedIn(seal.open(`result ${fingerprint}`, sealed));
      if (recorded === null) throw damaged(name, store);
      const all = await store.list(folderOf(fingerprint));
      return { recorded, others: all.filter((one) => one !== FIRST && one !== first).length };
    },
    record: async (fingerprint, recorded) => {
      const name = substanceOf(recorded);
      const bytes = seal.close(`result ${fingerprint}`, bytesOf(recorded));
      // before it is named first, so that whoever reads that finds it
      await store.putNew(`${folderOf(fingerprint)}/${name}`, bytes);
      const isFirst = await store.putNew(
        `${folderOf(fingerprint)}/${FIRST}`,
        seal.close(`first ${fingerprint}`, Buffer.from(name)),
      );
      if (isFirst) return 'first';
      return (await nameOfFirst(fingerprint)) === name ? 'same' : 'differs';
    },
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

function damaged(name: string, store: BlobStore): GraderError {
  return new GraderError('STORE_UNAVAILABLE', `${name} in ${store.shown} is missing, damaged or of another key`, {
    advice: `Remove the folder it is in from the store: the submission is then graded again.`,
  });
}
