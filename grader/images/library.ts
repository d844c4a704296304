/** The image library has native parts, which npm leaves out with --omit=optional. */
import { GraderError } from '../errors.js';

/** For the import of what needs the library: turns its absence into a sentence, and throws anything else as it is. */
export function explainMissingLibrary(cause: unknown): never {
  const message = cause instanceof Error ? cause.message : String(cause);
  if (!message.includes('sharp')) throw cause;
  throw new GraderError('DATA_MISSING', 'images cannot be read here: the library sharp does not load', {
    advice: 'Run: npm install --include=optional sharp',
    cause,
  });
}
