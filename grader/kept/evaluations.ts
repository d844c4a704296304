/** Keeps what models have answered, under the digest of what was asked, as text that is compressed. */
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Cache } from '../cache/blobs.js';
import { digestOf } from './digest.js';
import { fromText, toText } from './encoding.js';

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** Of the text of an answer, in bytes; a file that claims more is damaged. */
const MOST_TEXT = 1 << 28;

export interface KeptEvaluations {
  recall(asked: object): Promise<unknown>;
  remember(asked: object, answer: object): Promise<void>;
  /** The same for what was asked elsewhere and is known by its `digestOf`. */
  rememberUnder(digest: string, answer: object): Promise<void>;
}

export function evaluationsIn(cache: Cache): KeptEvaluations {
  const nameOf = (asked: object) => ({ what: 'model', from: digestOf(asked) });
  const rememberUnder = async (digest: string, answer: object) => {
    await cache.remember({ what: 'model', from: digest }, await compress(toText(answer)));
  };
  return {
    recall: async (asked) => {
      const bytes = await cache.recall(nameOf(asked));
      if (bytes === null) return null;
      const text = await decompress(bytes, { maxOutputLength: MOST_TEXT }).catch(() => null);
      return text === null ? null : fromText(text.toString('utf8'));
    },
    remember: (asked, answer) => rememberUnder(digestOf(asked), answer),
    rememberUnder,
  };
}
