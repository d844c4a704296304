/**
 * Seals what leaves this process: with AES-256-GCM, so that neither Redis nor the store learns a right answer or the name
 * of a student, and nobody without the key can make a job or a result. The same content for the same purpose gives the
 * same bytes, so that it is stored once: the nonce is a keyed digest of both (as in SIV modes, RFC 5297), and differs with
 * them.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import { GraderError } from '../errors.js';

/** The environment variable with the key, which all producers and workers of a queue share. */
export const KEY_VARIABLE = 'TUXGRADE_QUEUE_KEY';
const ADVICE = `Make one with \`openssl rand -hex 32\` and give it to every producer and worker as ${KEY_VARIABLE}.`;

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const VERSION_BYTE = 1;

export interface Seal {
  /** `purpose` is what the content is for; what was sealed for another cannot be opened. */
  close(purpose: string, content: Uint8Array): Buffer;
  /** null if it was not sealed with this key for this purpose. */
  open(purpose: string, sealed: Uint8Array): Buffer | null;
  /** A keyed digest, as hex: tells nothing of the text to those without the key. */
  alias(text: string): string;
}

/** Throws USAGE without a key or with one of another form. */
export function sealFrom(environment: Readonly<Record<string, string | undefined>>): Seal {
  const text = environment[KEY_VARIABLE] ?? '';
  if (text === '') {
    throw new GraderError('USAGE', `${KEY_VARIABLE} is not set: what travels by a queue is encrypted with it`, {
      advice: ADVICE,
    });
  }
  if (!/^[0-9a-f]{64}$/i.test(text)) {
    const found = /^[0-9a-f]*$/i.test(text) ? `${String(text.length)} hexadecimal digits` : 'other characters';
    throw new GraderError('USAGE', `${KEY_VARIABLE} has ${found}, expected 64 hexadecimal digits`, { advice: ADVICE });
  }
  return sealWith(Buffer.from(text, 'hex'));
}

/** `secret` has 32 bytes. */
export function sealWith(secret: Uint8Array): Seal {
  const derive = (use: string) => Buffer.from(hkdfSync('sha256', secret, '', `tuxgrade ${use}`, KEY_BYTES));
  const [content, nonces, aliases] = [derive('content'), derive('nonces'), derive('aliases')];
  return {
    close: (purpose, plain) => {
      const hmac = createHmac('sha256', nonces).update(`${String(Buffer.byteLength(purpose))}\n${purpose}\n`);
      const nonce = hmac.update(plain).digest().subarray(0, NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, content, nonce).setAAD(Buffer.from(purpose));
      const body = [cipher.update(plain), cipher.final()];
      return Buffer.concat([Buffer.of(VERSION_BYTE), nonce, cipher.getAuthTag(), ...body]);
    },
    open: (purpose, sealed) => {
      const start = 1 + NONCE_BYTES + TAG_BYTES;
      if (sealed.length < start || sealed[0] !== VERSION_BYTE) return null;
      const decipher = createDecipheriv(CIPHER, content, sealed.subarray(1, 1 + NONCE_BYTES));
      decipher.setAAD(Buffer.from(purpose)).setAuthTag(sealed.subarray(1 + NONCE_BYTES, start));
      try {
        return Buffer.concat([decipher.update(sealed.subarray(start)), decipher.final()]);
      } catch {
        return null;
      }
    },
    alias: (text) => createHmac('sha256', aliases).update(text).digest('hex'),
  };
}
