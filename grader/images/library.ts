/** Explains a missing image library, whose native parts npm leaves out with --omit=optional. */
import { GraderError } from '../errors.js';

/** For imports that need the library: throws a sentence if it is missing, and any other error unchanged. */
export function explainMissingLibrary(cause: unknown): never {
  const message = cause instanceof Error ? cause.message : String(cause);
  if (!message.includes('sharp')) throw cause;
  throw new GraderError('DATA_MISSING', 'images cannot be read here: the library sharp does not load', {
    advice: 'Run: npm install --include=optional sharp',
    cause,
  });
}
