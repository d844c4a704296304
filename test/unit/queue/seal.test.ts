/** Sealed things, against openssl's HKDF and HMAC and Python's AES-GCM, and whatever may become of them on the way. */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { sealFrom, sealWith } from '../../../grader/queue/seal.js';
import { testUnless } from '../../support/where-possible.js';

const KEY = Buffer.from('000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f', 'hex');
const seal = sealWith(KEY);
const text = Buffer.from('what nobody else may read');

describe('what was sealed', () => {
  test('can be opened for its purpose alone, and is the same each time', () => {
    const sealed = seal.close('piece', text);
    expect(seal.open('piece', sealed)).toEqual(text);
    expect(seal.close('piece', text)).toEqual(sealed);
    for (const other of ['pieces', 'Piece', '', 'piece ', 'piece\n']) expect(seal.open(other, sealed)).toBeNull();
    expect(sealed.includes('nobody')).toBe(false);
  });

  test('differs with the content and with the purpose from the first byte of its nonce', () => {
    const nonces = ['a', 'b', ''].flatMap((purpose) =>
      ['', 'x', 'y', 'a\nx'].map((content) => seal.close(purpose, Buffer.from(content)).toString('hex', 1, 13)),
    );
    expect(new Set(nonces).size).toBe(nonces.length);
  });

  test('is not mistaken where purpose and content run into each other', () => {
    expect(seal.close('a\nb', Buffer.from('c')).subarray(1, 13)).not.toEqual(
      seal.close('a', Buffer.from('b\nc')).subarray(1, 13),
    );
  });

  test('cannot be opened with another key', () => {
    for (const at of [0, 31]) {
      const other = Buffer.from(KEY);
      other[at] = (other[at] ?? 0) ^ 1;
      expect(sealWith(other).open('piece', seal.close('piece', text))).toBeNull();
    }
  });

  test('is refused with any one bit flipped, any byte missing at either end, or more at its end', () => {
    const sealed = seal.close('piece', text);
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const flipped = Buffer.from(sealed);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(seal.open('piece', flipped)).toBeNull();
    }
    for (let length = 0; length < sealed.length; length += 1) {
      expect(seal.open('piece', sealed.subarray(0, length))).toBeNull();
      expect(seal.open('piece', sealed.subarray(sealed.length - length))).toBeNull();
    }
    expect(seal.open('piece', Buffer.concat([sealed, Buffer.of(0)]))).toBeNull();
    for (let size = 0; size < 64; size += 1) expect(seal.open('piece', randomBytes(size))).toBeNull();
  });

  test('may be empty, or large', () => {
    for (const content of [Buffer.alloc(0), Buffer.alloc(5 << 20, 7)]) {
      expect(seal.open('piece', seal.close('piece', content))?.equals(content)).toBe(true);
    }
  });

  test('the alias of a text is not its digest, and differs with the key', () => {
    expect(seal.alias('ada')).toMatch(/^[0-9a-f]{64}$/);
    expect(seal.alias('ada')).toBe(sealWith(KEY).alias('ada'));
    expect(sealWith(Buffer.alloc(32)).alias('ada')).not.toBe(seal.alias('ada'));
  });
});

/** Its own HKDF, HMAC and AES-GCM: nothing of this project, and not Node's. */
const WITNESS = `
import hashlib, hmac, sys
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
key, purpose, text = bytes.fromhex(sys.argv[1]), sys.argv[2].encode(), sys.argv[3].encode()
def derive(use):
    extracted = hmac.new(b"\\0" * 32, key, hashlib.sha256).digest()
    return hmac.new(extracted, b"tuxgrade " + use + b"\\x01", hashlib.sha256).digest()
nonce = hmac.new(derive(b"nonces"), str(len(purpose)).encode() + b"\\n" + purpose + b"\\n" + text, hashlib.sha256).digest()[:12]
out = AESGCM(derive(b"content")).encrypt(nonce, text, purpose)
print((b"\\x01" + nonce + out[-16:] + out[:-16]).hex())
print(hmac.new(derive(b"aliases"), text, hashlib.sha256).hexdigest())
`;

function python(...args: readonly string[]): string | null {
  const { status, stdout } = spawnSync('python3', ['-c', ...args], { encoding: 'utf8' });
  return status === 0 ? stdout : null;
}

testUnless(
  python('import cryptography') === null ? 'python3 has no package cryptography' : null,
  'seals against another implementation',
)('another implementation makes the same bytes', () => {
  for (const [purpose, content] of [
    ['piece for rubric', 'W1 = 3'],
    ['päckchen', 'ü'],
    ['', ''],
  ] as const) {
    const [sealed, alias] = (python(WITNESS, KEY.toString('hex'), purpose, content) ?? '').split('\n');
    expect(seal.close(purpose, Buffer.from(content)).toString('hex')).toBe(sealed);
    expect(seal.alias(content)).toBe(alias);
  }
});

test('bytes that were once made can always be opened', () => {
  // by the program above
  const sealed = Buffer.from('01f50c416719d944dfa817498db97877d426809f17afa68b8fc3434d4a0a0932b9ce4b', 'hex');
  expect(seal.open('piece for rubric', sealed)?.toString()).toBe('W1 = 3');
  expect(seal.close('piece for rubric', Buffer.from('W1 = 3'))).toEqual(sealed);
});

describe('the key', () => {
  test.each([
    [{}, 'is not set'],
    [{ TUXGRADE_QUEUE_KEY: '' }, 'is not set'],
    [{ TUXGRADE_QUEUE_KEY: 'ab'.repeat(31) }, 'has 62 hexadecimal digits, expected 64'],
    [{ TUXGRADE_QUEUE_KEY: 'ab'.repeat(33) }, 'has 66 hexadecimal digits, expected 64'],
    [{ TUXGRADE_QUEUE_KEY: `${'ab'.repeat(31)}zz` }, 'has other characters, expected 64'],
    [{ TUXGRADE_QUEUE_KEY: `${'ab'.repeat(32)}\n` }, 'has other characters, expected 64'],
  ])('%j is refused, and not shown', (environment: Record<string, string>, why) => {
    let error: unknown = null;
    try {
      sealFrom(environment);
    } catch (cause) {
      error = cause;
    }
    expect(error).toMatchObject({ code: 'USAGE', advice: expect.stringContaining('openssl rand -hex 32') as unknown });
    expect(String(error)).toContain(why);
    expect(String(error)).not.toContain('abab');
  });

  test('may have digits of either case, and is nowhere in what it makes', () => {
    const hex = KEY.toString('hex');
    const [lower, upper] = [sealFrom({ TUXGRADE_QUEUE_KEY: hex }), sealFrom({ TUXGRADE_QUEUE_KEY: hex.toUpperCase() })];
    expect(lower.close('a', text)).toEqual(upper.close('a', text));
    expect(inspect(lower, { showHidden: true })).not.toContain(hex);
    expect(lower.close('a', text).includes(KEY)).toBe(false);
  });
});
