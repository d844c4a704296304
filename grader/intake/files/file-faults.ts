/** Turns errors of the operating system into GraderErrors. They are never a student's fault. */
import { codeOf, GraderError } from '../../errors.js';

/** Node.js reads a name that is not UTF-8 with this for what it cannot read, and then cannot open it. */
const REPLACEMENT = '\ufffd';

function notUtf8(what: string, cause: unknown): GraderError {
  return new GraderError(
    'USAGE',
    `${what} cannot be opened: a name in this path is not UTF-8 (what cannot be read of it is shown as ${REPLACEMENT})`,
    { advice: 'rename it, e.g. with `convmv -f latin1 -t utf8`, and grade again', cause },
  );
}

/** `what` is the file or folder in messages. A GraderError is returned unchanged. */
export function fileFaultOf(cause: unknown, what: string): GraderError {
  if (cause instanceof GraderError) return cause;
  switch (codeOf(cause)) {
    case 'ENOENT':
    case 'ENOTDIR':
      if (what.includes(REPLACEMENT)) return notUtf8(what, cause);
      return new GraderError('USAGE', `${what} does not exist`, { advice: 'check the path', cause });
    case 'EACCES':
    case 'EPERM':
      return new GraderError('USAGE', `${what} may not be read by this user`, {
        advice: 'give read permission, e.g. `chmod -R u+rX <folder>`',
        cause,
      });
    case 'ELOOP':
    case 'ENXIO':
      return new GraderError('USAGE', `${what} was replaced while it was read`, { advice: 'grade again', cause });
    default:
      return new GraderError('INTERNAL', `${what} could not be read (${codeOf(cause) ?? 'unknown reason'})`, { cause });
  }
}

/** The same for writing the snapshot. */
export function writeFaultOf(cause: unknown, where: string): GraderError {
  if (cause instanceof GraderError) return cause;
  const code = codeOf(cause);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new GraderError('DISK_FULL', `there is no space left to copy the submission to ${where}`, {
      advice: 'free some space, or set TMPDIR to a folder on a larger disk',
      cause,
    });
  }
  return new GraderError('INTERNAL', `the submission could not be copied to ${where} (${code ?? 'unknown reason'})`, {
    advice: 'set TMPDIR to a folder that this user may write to',
    cause,
  });
}
