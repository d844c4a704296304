/**
 * What Redis has of a job: an envelope with the order sealed in it, for this version, course and fingerprint alone. Who
 * can write to Redis and has no key can make workers do nothing.
 */
import { gunzipSync, gzipSync } from 'node:zlib';
import { showName } from '../files/names.js';
import { digestOf } from '../kept/digest.js';
import type { Envelope, Order } from '../schema/queue.js';
import { VERSION } from '../schema/version.js';
import { isEnvelope, isOrder } from './fits.js';
import type { Seal } from './seal.js';

const MOST_TEXT = 1 << 22;

/** The same for the same submission, rubric, data, grader and backend: it is the id of the job. */
export function fingerprintOf(order: Order): string {
  return digestOf(order);
}

export function envelopeOf(order: Order, course: string, slot: string, seal: Seal): Envelope {
  const fingerprint = fingerprintOf(order);
  const sealed = seal.close(purposeOf({ course, fingerprint, slot }), gzipSync(JSON.stringify(order)));
  return { version: 1, grader: VERSION, course, fingerprint, slot, sealed: sealed.toString('base64') };
}

export interface Accepted {
  readonly envelope: Envelope;
  readonly order: Order;
}

/** `id` and `course` are those under which it lay. Returns a sentence for one that must not be carried out. */
export function acceptOrder(data: unknown, id: string, course: string, seal: Seal): Accepted | string {
  if (!isEnvelope(data)) return 'it is not an order of this version';
  if (data.grader !== VERSION) return `it is for version ${showName(data.grader)}, this is ${VERSION}`;
  if (data.fingerprint !== id || data.course !== course) return 'it lies under the name of another job';
  const opened = seal.open(purposeOf(data), Buffer.from(data.sealed, 'base64'));
  if (opened === null) return 'it was not sealed with the key of this queue';
  const order = parsed(opened);
  if (!isOrder(order)) return 'its order does not fit its schema';
  return fingerprintOf(order) === id ? { envelope: data, order } : 'its order is that of another job';
}

function purposeOf({ course, fingerprint, slot }: Pick<Envelope, 'course' | 'fingerprint' | 'slot'>): string {
  return `order ${VERSION} ${course} ${fingerprint} ${slot}`;
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(gunzipSync(bytes, { maxOutputLength: MOST_TEXT }).toString('utf8'));
  } catch {
    return null;
  }
}
