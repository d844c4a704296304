/** Students who handed in nothing, in the outputs for staff. Nobody gets a zero for it: that is for staff to decide. Pure. */
import type { MissingStudent } from '../stages/student.js';

/** As an entry of the page of a class. */
export function handedInNothing({ id, name }: MissingStudent): { readonly id: string; readonly because: string } {
  return { id: name === undefined ? id : `${name} (${id})`, because: 'handed in nothing' };
}
