/** The store that `--store` names: a folder, or `s3://bucket/prefix`. */
import { ensureWritable } from '../atomic.js';
import { GraderError } from '../errors.js';
import { openFolderStore } from './blobs/folder-store.js';
import type { BlobStore } from './blobs/store.js';

const URL_START = /^([a-z][a-z0-9+.-]*):\/\//i;
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const PREFIX_PART = /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/;
const S3_ADVICE = 'Write s3://bucket or s3://bucket/prefix, e.g. s3://grading/cs342.';

/** Throws USAGE for a place that cannot be one, what `ensureWritable` throws for a folder, and STORE_UNAVAILABLE. */
export async function storeAt(place: string): Promise<BlobStore> {
  const scheme = URL_START.exec(place)?.[1];
  if (scheme === undefined) {
    await ensureWritable(place, '--store');
    return await openFolderStore(place);
  }
  if (scheme !== 's3') {
    throw new GraderError('USAGE', `--store begins with ${scheme}://, expected s3:// or a folder`, {
      advice: S3_ADVICE,
    });
  }
  const where = s3Place(place);
  // the SDK is large, and most stores are folders
  const { openS3Store } = await import('./blobs/s3-store.js');
  return await openS3Store(where);
}

/** Throws USAGE. */
export function s3Place(url: string): { readonly bucket: string; readonly prefix: string } {
  // who writes a password there must not find it in a log
  const shown = url.replace(/\/\/.*@/, '//…@');
  const [bucket = '', ...parts] = url.slice('s3://'.length).replace(/\/$/, '').split('/');
  if (!BUCKET.test(bucket) || bucket.includes('..')) {
    throw new GraderError(
      'USAGE',
      `--store ${shown}: ${bucket === '' ? 'it names no bucket' : 'that is not the name of a bucket'}`,
      {
        advice: `${S3_ADVICE} A bucket has 3 to 63 lower-case letters, digits, dots and hyphens.`,
      },
    );
  }
  const wrong = parts.find((part) => !PREFIX_PART.test(part));
  if (wrong !== undefined) {
    throw new GraderError(
      'USAGE',
      `--store ${shown}: ${wrong === '' ? 'a part of the prefix is empty' : `the prefix has ${wrong}`}`,
      {
        advice: `${S3_ADVICE} A prefix has letters, digits, dots, - and _ between its slashes.`,
      },
    );
  }
  return { bucket, prefix: parts.join('/') };
}
