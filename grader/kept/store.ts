/**
 * A folder of records, each under the sha256 of its text, compressed. A record is written once; what no longer has its
 * digest is damaged and must not be used. Several runs may share a folder.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { folderCache } from '../cache/blobs.js';
import { writeAtomically } from '../atomic.js';
import { codeOf } from '../errors.js';
import { explainReadError, isThere } from '../present.js';
import { sha256 } from './digest.js';
import { evaluationsIn, type KeptEvaluations } from './evaluations.js';

/** Beside the folders of records, whose names have two characters. */
const EVALUATIONS = 'evaluations';

const ADDRESS = /^[0-9a-f]{64}$/;
/** Of the text of a record, in bytes; a file that claims more is damaged. */
const MOST_TEXT = 1 << 30;

const compress = promisify(gzip);
const decompress = promisify(gunzip);

export type Found =
  | { readonly status: 'found'; readonly text: string }
  | { readonly status: 'missing' }
  /** A bit was flipped, or somebody changed it. */
  | { readonly status: 'damaged' };

export class Store {
  readonly folder: string;
  /** What models have answered, for every submission that has the same model. */
  readonly evaluations: KeptEvaluations;

  constructor(folder: string) {
    this.folder = folder;
    this.evaluations = evaluationsIn(folderCache(join(folder, EVALUATIONS)));
  }

  /** Returns its address. Throws as writeAtomically does; a damaged file is replaced. */
  async put(text: string): Promise<string> {
    const address = sha256(text);
    const path = this.pathOf(address);
    if (!(await isThere(path)) || (await this.get(address)).status === 'damaged') {
      // not flushed: a record that is lost with the power is missed, and can be made again
      await writeAtomically(path, await compress(text), { flush: false });
    }
    return address;
  }

  async get(address: string): Promise<Found> {
    // an address from a file that was edited must not lead out of the folder
    if (!ADDRESS.test(address)) return { status: 'missing' };
    const bytes = await readFile(this.pathOf(address)).catch((error: unknown) => {
      const code = codeOf(error);
      if (code === 'ENOENT' || code === 'ENOTDIR') return null;
      throw explainReadError(this.pathOf(address), error);
    });
    if (bytes === null) return { status: 'missing' };
    const text = await decompress(bytes, { maxOutputLength: MOST_TEXT }).catch(() => null);
    if (text === null || sha256(text) !== address) return { status: 'damaged' };
    return { status: 'found', text: text.toString('utf8') };
  }

  pathOf(address: string): string {
    return join(this.folder, address.slice(0, 2), `${address}.json.gz`);
  }
}
