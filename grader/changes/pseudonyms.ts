/**
 * Pseudonyms of people: the same for one person in every homework that is exported with the same key, and not to be traced
 * back without it. The key is a file that only its owner can read.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { open, readFile, stat } from 'node:fs/promises';
import { explainWriteError } from '../atomic.js';
import { codeOf, GraderError } from '../errors.js';

const HEAD = 'tuxgrade-pseudonyms-1';
const KEY = new RegExp(`^${HEAD} ([0-9a-f]{64})\\n?$`);

/** Reads the key, or makes one if the file does not exist. Throws USAGE if others can read it, or if it is damaged. */
export async function keyIn(path: string): Promise<{ readonly key: Buffer; readonly isNew: boolean }> {
  const made = await makeKey(path);
  if (made !== null) return { key: made, isNew: true };
  const { mode } = await stat(path);
  if ((mode & 0o077) !== 0) {
    throw new GraderError('USAGE', `others can read ${path} (mode ${(mode & 0o777).toString(8)})`, {
      advice: `With the key, pseudonyms can be traced back. Run: chmod 600 ${path}`,
    });
  }
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new GraderError('USAGE', `${path} cannot be read (${codeOf(cause) ?? 'unknown reason'})`, { cause });
  });
  const [, key] = KEY.exec(text) ?? [];
  if (key === undefined) {
    throw new GraderError('USAGE', `${path} is not a key of pseudonyms, or is damaged`, {
      advice: 'Use a backup of it, or name a file that does not exist: a new key gives other pseudonyms.',
    });
  }
  return { key: Buffer.from(key, 'hex'), isNew: false };
}

/** null if the file exists. */
async function makeKey(path: string): Promise<Buffer | null> {
  const key = randomBytes(32);
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(`${HEAD} ${key.toString('hex')}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    return key;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return null;
    throw explainWriteError(path, error);
  }
}

const CONSONANTS = 'bdfghjklmnprstvz';
const VOWELS = 'aiou';
/** 16 bits each, so that two of 10,000 people are the same once in five million classes. */
const SYLLABLES = 3;

/** For example `lusab-babad-gutih`; `length` is in groups of letters. */
export function pseudonymOf(key: Uint8Array, id: string, length = SYLLABLES): string {
  const digest = createHmac('sha256', key).update(normalised(id)).digest();
  return Array.from({ length }, (_, at) => groupOf(digest.readUInt16BE(2 * at))).join('-');
}

/** Five letters that can be read aloud, for 16 bits. */
function groupOf(bits: number): string {
  const consonant = (shift: number) => CONSONANTS[(bits >> shift) & 15] ?? '';
  const vowel = (shift: number) => VOWELS[(bits >> shift) & 3] ?? '';
  return consonant(12) + vowel(10) + consonant(6) + vowel(4) + consonant(0);
}

/** For all of them at once; those that would be the same are made longer. Ids that differ in case are one. */
export function pseudonymsOf(key: Uint8Array, ids: readonly string[], length = SYLLABLES): ReadonlyMap<string, string> {
  const owners = new Map<string, Set<string>>();
  for (const id of ids) {
    const pseudonym = pseudonymOf(key, id, length);
    owners.set(pseudonym, (owners.get(pseudonym) ?? new Set()).add(normalised(id)));
  }
  const isShared = (id: string) => (owners.get(pseudonymOf(key, id, length))?.size ?? 0) > 1;
  return new Map(ids.map((id) => [id, pseudonymOf(key, id, isShared(id) ? LONGEST : length)]));
}

/** All of the digest: collisions are impossible in practice. */
const LONGEST = 16;

/** A digest that is equal for equal texts, and says nothing about them without the key. */
export function keyedDigest(key: Uint8Array, text: string): string {
  return createHmac('sha256', key).update(`digest ${text}`).digest('hex');
}

function normalised(id: string): string {
  return id.normalize('NFKC').trim().toLowerCase();
}
