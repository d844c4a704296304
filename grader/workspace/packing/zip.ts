/** Writes a zip archive whose bytes depend on the files alone: in their order, without times and users, with two modes. */
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

export interface PackedFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** It may be executed. */
  readonly isProgram?: boolean;
}

/** At the end of every archive that is written here. */
const COMMENT = 'Written by tuxgrade pack';
const MODE = 0o100644;
const PROGRAM_MODE = 0o100755;

export async function zipOf(files: readonly PackedFile[], comment: string = COMMENT): Promise<Uint8Array> {
  const zip = new ZipFile();
  // the time is written as the clock on the wall shows it, so that it is the same in every zone
  const mtime = new Date(1980, 0, 1);
  for (const { path, bytes, isProgram = false } of files) {
    zip.addBuffer(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), path, {
      ...{ mtime, mode: isProgram ? PROGRAM_MODE : MODE, forceDosTimestamp: true },
    });
  }
  zip.end({ comment, forceZip64Format: false });
  return await buffer(zip.outputStream);
}

/** Whether these bytes end like an archive that `zipOf` made for a student. */
export function isOwnZip(bytes: Uint8Array): boolean {
  const { length } = bytes;
  return (
    length > COMMENT.length && new TextDecoder('latin1').decode(bytes.subarray(length - COMMENT.length)) === COMMENT
  );
}
