/**
 * Recognises a line of Python, or of a notebook, in a file that is called like TypeScript, and says what the homework
 * wants. Must not decide anything: it is told only of code that could not be read. Pure.
 */

const PYTHON: readonly RegExp[] = [
  /^\s*(?:async\s+)?def\s+\w+\s*\(/,
  /^\s*class\s+\w+\s*(?:\([^)]*\))?\s*:/,
  /^\s*from\s+[\w.]+\s+import\s/,
  /^\s*import\s+\w[\w.]*(?:\s+as\s+\w+)?\s*$/,
  /^\s*(?:if|elif|for|while|with|except)\s[^{}]*:\s*(?:#.*)?$/,
  /^\s*(?:else|try|finally)\s*:\s*(?:#.*)?$/,
  /^\s*(?:#(?!!)|"""|''')/,
];
const NOTEBOOK = /^\s*\{?\s*"(?:cells|cell_type|nbformat)"\s*:/;

/** `; this looks like …`, or an empty string. `line` is the one at which a bundler stopped. */
export function adviseOnLanguage(line: string): string {
  const what = NOTEBOOK.test(line) ? 'a notebook' : PYTHON.some((pattern) => pattern.test(line)) ? 'Python' : null;
  if (what === null) return '';
  return `; this looks like ${what}: this homework wants TypeScript or JavaScript, whatever the file is called`;
}
