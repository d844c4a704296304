/**
 * Writes the catalogue of mistakes, as the code has it, into docs/mistakes.md: `npm run mistakes`. With --check it changes
 * nothing and fails when the tables are not up to date.
 */
import { anchorOf, fromSource, inStyle, table, writeBetween } from './generated.js';

const FILE = 'docs/mistakes.md';
const MARKS = ['<!-- mistakes: npm run mistakes -->', '<!-- end of mistakes -->'];
const SUBJECT = { network: 'an output', step: 'a typed step', protocol: 'a result' };

const { CATALOGUE, SECTIONS } = await fromSource(
  `export { CATALOGUE } from './catalogue.ts'; export { SECTIONS } from './mistake.ts';`,
  'grader/numerics/mistakes',
);
const entries = CATALOGUE.flatMap((one) => one.entries);

const topics = CATALOGUE.filter((one) => one.entries.length > 0).map(({ topic, entries: all }) => {
  const rows = all.map(({ name, where, sentence, hint, section }) => [
    `\`${name}\``,
    `${SUBJECT[where]} ${sentence}`,
    hint,
    `[${section}](#${anchorOf(section)})`,
  ]);
  return `## ${topic[0].toUpperCase()}${topic.slice(1)}\n\n${table(['name', 'the numbers show', 'the hint', 'lecture'], rows)}`;
});
const sections = SECTIONS.flatMap((section) => {
  const names = entries.filter((one) => one.section === section).map(({ name }) => `\`${name}\``);
  return names.length === 0 ? [] : [`### ${section}\n\n${names.join(', ')}`];
});

const body = [...topics, '## Sections of the lecture', ...sections].join('\n\n');
await writeBetween(FILE, MARKS, await inStyle(body), 'npm run mistakes');
