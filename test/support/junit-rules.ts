/** Whether a file is well-formed XML, which a parser would insist on, and has the elements that JUnit's schema has. */

/** What XML 1.0 cannot hold at all, also escaped. */
const NO_CHARACTER = /[^\u0009\u000a\u000d\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
const BARE = /&(?!(?:amp|lt|gt|quot|apos);)/;
const ATTRIBUTES = /^(?:\s+[\w:-]+="[^"<]*")*\s*$/;
const TAG = /^<(\/?)([\w-]+)([^>]*?)(\/?)>/;

const ELEMENTS: Readonly<Record<string, readonly string[]>> = {
  '': ['testsuites'],
  testsuites: ['testsuite'],
  testsuite: ['properties', 'testcase', 'system-out', 'system-err'],
  properties: ['property'],
  testcase: ['failure', 'error', 'skipped'],
};

/** Empty if there are none. */
export function xmlProblems(file: string): string[] {
  const open: string[] = [];
  const body = file.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, '');
  const problems = body.split(/(?=<)/).flatMap((part) => tagProblems(part, open));
  if (NO_CHARACTER.test(file)) problems.push('a character that XML cannot hold');
  if (BARE.test(file)) problems.push('a bare &');
  return open.length === 0 ? problems : [...problems, `left open: ${open.join()}`];
}

/** `open` has the elements around it, and is changed by it. */
function tagProblems(part: string, open: string[]): string[] {
  const [, close, name = '', attributes = '', alone] = TAG.exec(part) ?? [];
  if (close === undefined) return [`not markup: ${part.slice(0, 40)}`];
  if (close === '/') return open.pop() === name ? [] : [`</${name}> closes something else`];
  const outer = open.at(-1) ?? '';
  if (alone === '') open.push(name);
  return [
    ...(ATTRIBUTES.test(attributes) ? [] : [`attributes of ${name}: ${attributes}`]),
    ...((ELEMENTS[outer] ?? []).includes(name) ? [] : [`${name} in ${outer}`]),
  ];
}
