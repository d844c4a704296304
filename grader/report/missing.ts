/** Students who handed in nothing, in the outputs for staff. Nobody gets a zero for it: that is for staff to decide. Pure. */
import { field, listField, textField } from '../text/fields.js';
import type { MissingStudent } from '../stages/student.js';

/** As an entry of the page of a class. */
export function handedInNothing({ id, name }: MissingStudent): { readonly id: string; readonly because: string } {
  return { id: name === undefined ? id : `${name} (${id})`, because: 'handed in nothing' };
}

/** Those whom a parsed run.json lists; what does not look like a student is left out. */
export function missingIn(facts: unknown): MissingStudent[] {
  return listField(facts, 'missing').flatMap((one) => {
    const [id, name] = [textField(one, 'id'), textField(one, 'name')];
    const [studentId, email] = [textField(one, 'studentId'), textField(one, 'email')];
    const left = field(one, 'lateDaysLeft');
    if (id === null) return [];
    return [
      {
        id,
        ...(name === null ? {} : { name }),
        ...(studentId === null ? {} : { studentId }),
        ...(email === null ? {} : { email }),
        ...(typeof left === 'number' ? { lateDaysLeft: left } : {}),
      },
    ];
  });
}
