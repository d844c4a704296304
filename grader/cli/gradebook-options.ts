/** The options of `export` that are for gradebooks only. */

export interface GradebookOptions {
  readonly gradebook?: string | undefined;
  readonly column?: string | undefined;
  readonly scale: boolean;
  readonly unpublished: boolean;
}

/** The name of the first that was given; null if none was. */
export function givenOption({ gradebook, column, scale, unpublished }: GradebookOptions): string | null {
  const given = { gradebook, column, scale: scale || undefined, unpublished: unpublished || undefined };
  return Object.entries(given).find(([, value]) => value !== undefined)?.[0] ?? null;
}
