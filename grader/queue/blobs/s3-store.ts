/**
 * A store in a bucket of S3, or of a server that speaks its protocol. Relies on conditional writes (`If-None-Match: *`),
 * which are tried when it is opened: without them two workers could both be first. Must not print what the SDK says of a
 * request, which may have parts of credentials in it. Region, endpoint and credentials are found by the SDK itself.
 */
import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  type ListObjectsV2CommandOutput,
} from '@aws-sdk/client-s3';
import { GraderError } from '../../errors.js';
import { explainS3, nameOfError, statusOf } from './s3-faults.js';
import { NAME, type BlobStore } from './store.js';

export interface S3Place {
  readonly bucket: string;
  /** Without slashes at its ends; empty for the whole bucket. */
  readonly prefix: string;
}

export interface S3Options {
  /** For one request with all of its attempts, in ms. */
  readonly requestMs?: number;
}

const CONNECT_MS = 5000;
/** A connection on which nothing moves for so long is given up. */
const IDLE_MS = 15_000;
const REQUEST_MS = 120_000;
const ATTEMPTS = 4;
/** Another write to the same name was under way (409): so often, with this pause, which doubles. */
const CONFLICTS = 6;
const CONFLICT_MS = 20;
/** Lies in every store once it was opened. */
const PROBE = 'probe';

/** Throws STORE_UNAVAILABLE if the bucket cannot be read, listed and written, or does not honour conditional writes. */
export async function openS3Store(place: S3Place, { requestMs = REQUEST_MS }: S3Options = {}): Promise<BlobStore> {
  const store = storeOn(clientFor(), place, requestMs);
  try {
    await store.list('');
    const content = Buffer.from('tuxgrade tries whether a name can be written twice\n');
    // one of an earlier opening is as good
    const isTwice = (await store.putNew(PROBE, content)) && (await store.putNew(PROBE, content));
    if (isTwice) {
      throw new GraderError(
        'STORE_UNAVAILABLE',
        `the store ${store.shown} ignores If-None-Match: it would replace results`,
        {
          advice: 'Use a server with conditional writes, as S3 itself has them, or a folder that all machines mount.',
        },
      );
    }
    if ((await store.get(PROBE)) === null) {
      throw new GraderError('STORE_UNAVAILABLE', `the store ${store.shown} does not show what was just written to it`);
    }
    return store;
  } catch (error) {
    store.close();
    throw error;
  }
}

function clientFor(): S3Client {
  // it would warn each user of a Node.js that its later versions do not support; this one does
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const endpoint = process.env['AWS_ENDPOINT_URL_S3'] ?? process.env['AWS_ENDPOINT_URL'] ?? '';
  return new S3Client({
    maxAttempts: ATTEMPTS,
    // servers other than S3 rarely have names of hosts for their buckets
    forcePathStyle: endpoint !== '',
    // pieces are known by their digests; not all servers know the SDK's own checksums
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: IDLE_MS },
  });
}

function storeOn(client: S3Client, { bucket, prefix }: S3Place, requestMs: number): BlobStore {
  const shown = `s3://${bucket}${prefix === '' ? '' : `/${prefix}`}`;
  const start = prefix === '' ? '' : `${prefix}/`;
  const ask = async <T>(request: (abortSignal: AbortSignal) => Promise<T>): Promise<T> => {
    const signal = AbortSignal.timeout(requestMs);
    try {
      return await request(signal);
    } catch (cause) {
      throw explainS3(shown, signal.aborted ? signal.reason : cause);
    }
  };
  const keyOf = (name: string) => {
    if (!NAME.test(name)) throw new Error(`${name} cannot be a name in a store`);
    return { Bucket: bucket, Key: `${start}${name}` };
  };
  return {
    shown,
    get: async (name) => {
      const key = keyOf(name);
      return await ask((abortSignal) => read(client, key, abortSignal));
    },
    putNew: async (name, bytes) => {
      const put = new PutObjectCommand({ ...keyOf(name), Body: bytes, IfNoneMatch: '*' });
      return await ask((abortSignal) => onceSettled(abortSignal, () => client.send(put, { abortSignal })));
    },
    replace: async (name, bytes) => {
      const put = new PutObjectCommand({ ...keyOf(name), Body: bytes });
      await ask((abortSignal) => client.send(put, { abortSignal }));
    },
    list: async (folder) => {
      const below = folder === '' ? start : `${keyOf(folder).Key}/`;
      const found: string[] = [];
      let token: string | undefined;
      do {
        const page = await ask((abortSignal) =>
          client.send(
            new ListObjectsV2Command({ Bucket: bucket, Prefix: below, Delimiter: '/', ContinuationToken: token }),
            { abortSignal },
          ),
        );
        found.push(...namesIn(page, below.length));
        token = page.NextContinuationToken;
      } while (token !== undefined);
      return found.sort();
    },
    close: () => {
      client.destroy();
    },
  };
}

/** null if there is no such object. */
async function read(
  client: S3Client,
  key: { readonly Bucket: string; readonly Key: string },
  abortSignal: AbortSignal,
): Promise<Uint8Array | null> {
  try {
    const { Body } = await client.send(new GetObjectCommand(key), { abortSignal });
    return (await Body?.transformToByteArray()) ?? new Uint8Array();
  } catch (cause) {
    // a bucket that is not there is 404 as well
    if (nameOfError(cause) === 'NoSuchKey') return null;
    throw cause;
  }
}

/**
 * Whether a conditional write wrote. One whose answer was lost is sent again by the SDK and then finds itself there: it is
 * taken for another's, which has the same content.
 */
async function onceSettled(signal: AbortSignal, write: () => Promise<unknown>): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await write();
      return true;
    } catch (cause) {
      if (statusOf(cause) === 412) return false;
      if (statusOf(cause) !== 409 || attempt === CONFLICTS) throw cause;
      await sleep(CONFLICT_MS * 2 ** attempt * (randomInt(50, 100) / 100), undefined, { signal });
    }
  }
}

function namesIn({ Contents = [], CommonPrefixes = [] }: ListObjectsV2CommandOutput, from: number): string[] {
  const keys = [...Contents.map(({ Key }) => Key), ...CommonPrefixes.map(({ Prefix }) => Prefix?.slice(0, -1))];
  return keys.map((key) => key?.slice(from) ?? '').filter((name) => NAME.test(name));
}
