/**
 * The ids of submissions: the names of their folders and archives, changed if necessary so that they can be printed and
 * can name a folder of reports. Names come from students, so no name may stop a class.
 */
import { createHash } from 'node:crypto';
import { isPrintable, showName } from '../../files/names.js';
import { idOf } from '../archives/archive-kinds.js';

/** Less than the 255 bytes of file systems, so that extensions may be added. */
const MAX_ID_BYTES = 240;
const DIGEST_LENGTH = 10;

/** The id of each name, in order. It does not depend on the rest of the class, except for similar names. */
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

/** An unused id that starts like the name and ends with a digest of the whole name. */
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

/** The start of the id, with invisible or harmful characters replaced by `_`. */
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

/** Ids that look like an earlier one, in byte order, to a file system or a reader; equal ids do not count. */
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

/** Equal for names that differ only in case, in the composition of letters or in invisible characters. */
function looksLike(id: string): string {
  const folded = id.normalize('NFC').toUpperCase().toLowerCase();
  return folded.replace(/\p{Default_Ignorable_Code_Point}/gu, '').normalize('NFC');
}
