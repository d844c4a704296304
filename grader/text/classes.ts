/** Reads how a table names a class: by its name or its number. The caller decides which spellings of a name count. */

/** The number of a class that is written as a number; null if it is not one of these classes. */
export function classByNumber(text: string, classes: readonly string[]): number | null {
  if (!/^\d{1,6}$/.test(text)) return null;
  const number = Number(text);
  return number < classes.length ? number : null;
}

export function expectedClasses(classes: readonly string[]): string {
  return `expected one of ${classes.join(', ')} or 0 to ${String(classes.length - 1)}`;
}
