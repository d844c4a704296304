/** An error with a sentence, as it is written on standard error. */
import type { GraderError } from '../errors.js';
import { printable } from '../report/printable.js';

export function toldError({ message, advice }: GraderError): string {
  // a message may quote a name that a student chose
  return `${printable(`tuxgrade: ${message}${advice === undefined ? '' : `\n${advice}`}`)}\n`;
}
