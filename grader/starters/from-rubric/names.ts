/** Names for generated code: identifiers that TypeScript takes, from whatever words a rubric uses. Pure. */

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;
/** Words that a variable or a function in a module cannot be called. */
const RESERVED: ReadonlySet<string> = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends false ' +
    'finally for function if implements import in instanceof interface let new null package private protected public return ' +
    'static super switch this throw true try typeof undefined var void while with yield tf'
  ).split(' '),
);

export function isIdentifier(name: string): boolean {
  return IDENTIFIER.test(name) && !RESERVED.has(name);
}

/** `name` if it is an identifier, otherwise one like it. */
export function identifierFor(name: string): string {
  const letters = name.replace(/[^\w$]+/g, '_').replace(/^(?=\d)/, '_');
  const made = letters === '' ? 'value' : letters;
  return isIdentifier(made) ? made : `${made}_`;
}

/** A key of a record type or of an object. */
export function keyFor(name: string): string {
  return IDENTIFIER.test(name) ? name : literal(name);
}

/** `regress-loss` is `RegressLoss`. */
export function pascalCase(name: string): string {
  const parts = name.split(/[^A-Za-z0-9]+/).filter((part) => part !== '');
  return parts.map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('');
}

/** A string as it is written in code. */
export function literal(text: string): string {
  return /^[^'\\\n\r\u2028\u2029]*$/.test(text) ? `'${text}'` : JSON.stringify(text);
}

/** Text for a comment: one line that does not end it. */
export function inComment(text: string): string {
  return text.replaceAll('*/', '* /').replace(/\s+/g, ' ').trim();
}

/** Gives each name once: `x`, `x2`, `x3`. */
export class Names {
  readonly #taken = new Set<string>();

  take(name: string): string {
    let free = name;
    for (let count = 2; this.#taken.has(free); count += 1) free = `${name}${String(count)}`;
    this.#taken.add(free);
    return free;
  }
}
