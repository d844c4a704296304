/**
 * Ids of a class: the names of its folders and archives, made fit to name a folder of reports and to be printed. A
 * name is a student's text: it never stops a class.
 */
import { createHash } from 'node:crypto';
import { isPrintable, showName } from '../../files/names.js';
import { idOf } from '../archives/archive-kinds.js';

/** Less than the 255 bytes that a file system takes, so that endings may be added. */
const MAX_ID_BYTES = 240;
const DIGEST_LENGTH = 10;

/** The id for each name, in order. The same names give the same ids, whatever else is in the class but for twins. */
export function idsFor(names: readonly string[], onRemark: (remark: string) => void): string[] {
  const written = names.map(idOf);
  const apart = looksTaken(written);
  const taken = new Set(written.map((id) => id.normalize('NFC')));
  return written.map((raw, index) => {
    const id = raw.normalize('NFC');
    const why = whyUnfit(id, apart.has(raw));
    if (why === null) return id;
    const own = withDigest(id, names[index] ?? '', taken);
    onRemark(`${showName(names[index] ?? '')} ${why}: its id is ${own}`);
    return own;
  });
}

function whyUnfit(id: string, isApart: boolean): string | null {
  if (id === '' || /^\.*$/.test(id)) return 'is not a name for a folder';
  if (!isPrintable(id)) return 'holds a control character or an invisible one';
  if (Buffer.byteLength(id) > MAX_ID_BYTES) return `is longer than ${String(MAX_ID_BYTES)} bytes`;
  if (/[. ]$/.test(id)) return 'ends in a dot or a space, which some systems leave out';
  return isApart
    ? 'differs from another by the case of letters only, or by what does not show: they are one folder on some systems'
    : null;
}

/** What begins like the name and ends in a digest of all of it; no other name of the class. */
function withDigest(id: string, name: string, taken: Set<string>): string {
  const start = startOf(id, MAX_ID_BYTES - DIGEST_LENGTH - 1);
  for (let salt = ''; ; salt += '\n') {
    const digest = createHash('sha256').update(name).update(salt).digest('hex').slice(0, DIGEST_LENGTH);
    const own = `${start}-${digest}`;
    if (taken.has(own)) continue;
    taken.add(own);
    return own;
  }
}

/** What does not show or may do harm becomes `_`. */
function startOf(id: string, most: number): string {
  let start = '';
  let bytes = 0;
  for (const written of id.replace(/[. ]+$/, '')) {
    const char = isPrintable(written) ? written : '_';
    bytes += Buffer.byteLength(char);
    if (bytes > most) break;
    start += char;
  }
  return start.replace(/[. ]+$/, '');
}

/** All but the first, by its bytes, of those that look the same to a file system or a reader; equal ones are not meant. */
function looksTaken(ids: readonly string[]): ReadonlySet<string> {
  const first = new Map<string, string>();
  const apart = new Set<string>();
  for (const id of [...ids].sort((a, b) => (a < b ? -1 : Number(a > b)))) {
    const key = looksLike(id);
    const twin = first.get(key);
    if (twin === undefined) first.set(key, id);
    else if (twin !== id) apart.add(id);
  }
  return apart;
}

/** The same for names that differ in the case or the composition of letters, or in what does not show. */
function looksLike(id: string): string {
  const folded = id.normalize('NFC').toUpperCase().toLowerCase();
  return folded.replace(/\p{Default_Ignorable_Code_Point}/gu, '').normalize('NFC');
}
