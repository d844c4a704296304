/**
 * Draws the rooms of grader/ and what imports what, as the code is now, into CONTRIBUTING.md: `npm run rooms`. With
 * --check it changes nothing and fails when the picture is not up to date. `schema` and `errors`, which everybody
 * imports, are left out.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { cruise } from 'dependency-cruiser';

const FILE = 'CONTRIBUTING.md';
const [START, END] = ['<!-- rooms: npm run rooms -->', '<!-- end of rooms -->'];
/** A folder is a room; in the sandbox the folders within are. Single files stand for themselves. */
const ROOM = /^grader\/(sandbox\/[^/]+|collected\/analysis|[^/]+)/;
const EVERYBODYS = /^grader\/(tensor|text|files|schema|protocol|stages|errors\.ts|temporary\.ts)/;

const { output } = await cruise(['grader'], {
  doNotFollow: { path: 'node_modules' },
  includeOnly: '^grader',
  tsPreCompilationDeps: true,
});
const roomOf = (path) => ROOM.exec(path)?.[1]?.replace(/\.ts$/, '') ?? path;
const arrows = new Set();
for (const { source, dependencies } of output.modules) {
  if (EVERYBODYS.test(source)) continue;
  for (const { resolved } of dependencies) {
    const [from, to] = [roomOf(source), roomOf(resolved)];
    if (from !== to && !EVERYBODYS.test(resolved)) arrows.add(`  ${from} --> ${to}`);
  }
}
const picture = ['```mermaid', 'flowchart TD', ...[...arrows].sort(), '```'].join('\n');

const text = await readFile(FILE, 'utf8');
const [before, rest] = text.split(START);
const after = rest?.split(END)[1];
if (before === undefined || after === undefined) throw new Error(`${FILE} has no place for the picture of the rooms`);
const drawn = `${before}${START}\n\n${picture}\n\n${END}${after}`;
if (!process.argv.includes('--check')) await writeFile(FILE, drawn);
else if (drawn !== text) {
  process.stderr.write(`the picture of the rooms in ${FILE} is not what the code is: npm run rooms\n`);
  process.exitCode = 1;
}
