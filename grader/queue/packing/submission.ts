/**
 * A submission as it travels: an archive as it is, everything else as the list of files and the contents that its intake
 * would read, so that what a worker takes in is what would be taken in here: same files, same remarks, same faults. It
 * must not parse anything of a student's itself; opening relies on the intake.
 */
import { readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { GraderError, isStudentFault } from '../../errors.js';
import { assertFits } from '../../files/caps.js';
import { examineName, showName } from '../../files/names.js';
import { formatOf } from '../../intake/archives/archive-kinds.js';
import { openSource } from '../../intake/archives/open-source.js';
import { fileFaultOf } from '../../intake/files/file-faults.js';
import type { FoundSubmission } from '../../intake/class/found.js';
import { contentsOfOnly, type Source, type SourceContent, type SourceFile } from '../../intake/files/source.js';
import type { OpenOptions } from '../../intake/open.js';
import { placeFiles } from '../../intake/place/place.js';
import { unmovedWithin } from '../../intake/place/unmoved.js';
import type { PackedFault, PackedFiles } from '../../schema/queue.js';
import { isPackedFiles } from '../fits.js';
import { cut, pack, unpack } from './container.js';

/** What is packed, and how it is to be opened. */
export interface PackedSubmission {
  readonly form: 'archive' | 'files';
  /** The last part of its path, which sentences about it have. */
  readonly name: string;
  readonly bytes: Buffer;
}

/** Throws what opening it throws, unless that is the student's fault, which travels as what was handed in does. */
export async function packSubmission(
  { path, open }: Pick<FoundSubmission, 'path' | 'open'>,
  options: OpenOptions,
): Promise<PackedSubmission> {
  const name = basename(resolve(path));
  if (open === undefined && formatOf(path) !== null) {
    const facts = await stat(path).catch(() => null);
    // a larger one is refused when it is read, by its declared sizes; nobody needs its bytes for that
    if (facts?.isFile() === true && facts.size <= mostBytes(options)) {
      const bytes = await readFile(path).catch((cause: unknown) => {
        throw fileFaultOf(cause, path);
      });
      return { form: 'archive', name, bytes };
    }
  }
  let source: Source;
  try {
    source = await (open?.(options) ?? openSource(path, showName(name), options));
  } catch (error) {
    if (!isStudentFault(error)) throw error;
    return { form: 'files', name, bytes: pack({ ...NOTHING, refused: faultOf(error) } satisfies PackedFiles, []) };
  }
  try {
    return { form: 'files', name, bytes: await packSource(source, options) };
  } finally {
    await source.close();
  }
}

const NOTHING = { files: [], remarks: [], atOnce: 1, parts: [] };

/** An archive may hold as much again as a submission, in headers and in what is left out. */
const mostBytes = ({ limits }: OpenOptions) => 2 * limits.submissionBytes;

async function packSource(source: Source, options: OpenOptions): Promise<Buffer> {
  const wanted = wantedOf(source.files, options);
  const contents: Buffer[] = [];
  const parts: { key: number; bytes: number; remarks: string[]; fault?: PackedFault }[] = [];
  for await (const content of contentsOfOnly(source, wanted)) {
    const { bytes, ...read } = await readContent(content);
    contents.push(bytes);
    parts.push({ key: content.key, bytes: bytes.length, ...read });
    // the intake stops there, and what comes after it in an archive cannot be read
    if (read.fault !== undefined) break;
  }
  const { files, remarks, atOnce } = source;
  return pack({ files: [...files], remarks: [...remarks], atOnce, parts } satisfies PackedFiles, contents);
}

async function readContent({ read }: SourceContent): Promise<Omit<Part, 'key' | 'bytes'> & { readonly bytes: Buffer }> {
  const remarks: string[] = [];
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of read(remarks)) chunks.push(Uint8Array.from(chunk));
    return { bytes: Buffer.concat(chunks), remarks };
  } catch (error) {
    if (!isStudentFault(error)) throw error;
    return { bytes: Buffer.concat(chunks), remarks, fault: faultOf(error) };
  }
}

/** The files whose contents the intake may read: none if it refuses them by their sizes. */
function wantedOf(files: readonly SourceFile[], options: OpenOptions): ReadonlySet<number> {
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total <= mostBytes(options)) return new Set(files.map(({ key }) => key));
  const archives = files.filter(
    ({ path, bytes }) => formatOf(path) !== null && bytes <= options.limits.submissionBytes,
  );
  const { files: placed, unmoved } = placeFiles(files, options.expects ?? []);
  try {
    assertFits(placed, options.limits);
    return new Set([...placed, ...unmovedWithin(placed, unmoved, options.limits), ...archives].map(({ key }) => key));
  } catch (error) {
    if (!isStudentFault(error)) throw error;
    return new Set(archives.map(({ key }) => key));
  }
}

/** The `open` of a submission that travelled. `folder` is for it alone. Throws INTERNAL if it is not what was packed. */
export function openPacked(
  { form, name }: Pick<PackedSubmission, 'form' | 'name'>,
  path: string,
  bytes: Buffer,
): NonNullable<OpenOptions['open']> {
  if (form === 'archive') return (options) => openSource(path, showName(name), options);
  const unpacked = unpack(bytes);
  if (unpacked === null || !isPackedFiles(unpacked.head)) throw notPacked(name);
  const { head, body } = unpacked;
  const { refused } = head;
  if (refused !== undefined) return () => Promise.reject(faultFrom(refused));
  const sizes = head.parts.map((part) => part.bytes);
  const contents = cut(body, sizes);
  if (contents === null || !isOrderly(head)) throw notPacked(name);
  const { files, remarks, atOnce, parts } = head;
  const read = parts.map((part, index) => ({ key: part.key, read: reader(part, contents[index] ?? Buffer.alloc(0)) }));
  return () =>
    Promise.resolve({ files, remarks, atOnce, contents: () => read, close: () => Promise.resolve() } satisfies Source);
}

/** Files with the names that an intake gives, and parts that are theirs, each once. */
function isOrderly({ files, parts }: PackedFiles): boolean {
  const keys = new Set(files.map(({ key }) => key));
  const ofParts = new Set(parts.map(({ key }) => key));
  const areOnce = keys.size === files.length && ofParts.size === parts.length;
  return areOnce && parts.every(({ key }) => keys.has(key)) && files.every(({ path }) => isPlain(path));
}

function isPlain(path: string): boolean {
  const verdict = examineName(path);
  return verdict.kind === 'ok' && verdict.path === path;
}

/** Where the file of an archive is put, with the ending by which its format is known. */
export function pathFor({ form, name }: Pick<PackedSubmission, 'form' | 'name'>, folder: string): string {
  const format = form === 'archive' ? formatOf(name) : null;
  return join(folder, format === null ? 'packed' : `packed.${format}`);
}

type Part = PackedFiles['parts'][number];

function reader({ remarks, fault }: Part, bytes: Buffer) {
  // oxlint-disable-next-line typescript/require-await
  return async function* read(told: string[]): AsyncGenerator<Uint8Array> {
    if (bytes.length > 0) yield bytes;
    told.push(...remarks);
    if (fault !== undefined) throw faultFrom(fault);
  };
}

function faultOf({ code, message, advice }: GraderError & { readonly code: PackedFault['code'] }): PackedFault {
  return { code, message, ...(advice === undefined ? {} : { advice }) };
}

function faultFrom({ code, message, advice }: PackedFault): GraderError {
  return new GraderError(code, message, advice === undefined ? {} : { advice });
}

function notPacked(name: string): GraderError {
  return new GraderError('INTERNAL', `${showName(name)} arrived from the queue in a form that is not a submission's`);
}
