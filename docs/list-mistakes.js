/**
 * Writes the catalogue of mistakes, as the code has it, into docs/mistakes.md: `npm run mistakes`. With --check it changes
 * nothing and fails when the tables are not up to date.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { format } from 'prettier';

const FILE = 'docs/mistakes.md';
const [START, END] = ['<!-- mistakes: npm run mistakes -->', '<!-- end of mistakes -->'];
const SUBJECT = { network: 'an output', step: 'a typed step', protocol: 'a result' };

const {
  outputFiles: [bundle],
} = await build({
  stdin: {
    contents: `export { CATALOGUE } from './catalogue.ts'; export { SECTIONS } from './mistake.ts';`,
    resolveDir: 'grader/numerics/mistakes',
  },
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'neutral',
  logLevel: 'warning',
});
const { CATALOGUE, SECTIONS } = await import(
  `data:text/javascript;base64,${Buffer.from(bundle.text).toString('base64')}`
);

/** The name that GitHub gives to a heading. */
const anchorOf = (heading) =>
  heading
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');
const cell = (text) => text.replaceAll('|', '\\|');
const table = (head, rows) => [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
const entries = CATALOGUE.flatMap((one) => one.entries);

const topics = CATALOGUE.filter((one) => one.entries.length > 0).map(({ topic, entries: all }) => {
  const rows = all.map(({ name, where, sentence, hint, section }) => [
    `\`${name}\``,
    cell(`${SUBJECT[where]} ${sentence}`),
    cell(hint),
    `[${section}](#${anchorOf(section)})`,
  ]);
  return `## ${topic[0].toUpperCase()}${topic.slice(1)}\n\n${table(['name', 'the numbers show', 'the hint', 'lecture'], rows)}`;
});
const sections = SECTIONS.flatMap((section) => {
  const names = entries.filter((one) => one.section === section).map(({ name }) => `\`${name}\``);
  return names.length === 0 ? [] : [`### ${section}\n\n${names.join(', ')}`];
});

const text = await readFile(FILE, 'utf8');
const [before, rest] = text.split(START);
const after = rest?.split(END)[1];
if (before === undefined || after === undefined) throw new Error(`${FILE} has no place for the tables of mistakes`);
const body = [...topics, '## Sections of the lecture', ...sections].join('\n\n');
const written = `${before}${START}\n\n${await format(body, { parser: 'markdown', printWidth: 120 })}\n${END}${after}`;
if (!process.argv.includes('--check')) await writeFile(FILE, written);
else if (written !== text) {
  process.stderr.write(`the tables in ${FILE} are not what the code is: npm run mistakes\n`);
  process.exitCode = 1;
}
