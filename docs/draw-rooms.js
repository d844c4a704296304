/**
 * Draws the rooms of grader/ and what imports what, as the code is now, into CONTRIBUTING.md: `npm run rooms`. With
 * --check it changes nothing and fails when the picture is not up to date. Either way it fails when rooms form a circle,
 * be it of types only. Rooms that everybody imports, such as `schema` and `errors`, are not drawn.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { cruise } from 'dependency-cruiser';

const FILE = 'CONTRIBUTING.md';
const [START, END] = ['<!-- rooms: npm run rooms -->', '<!-- end of rooms -->'];
/** A folder is a room; in the sandbox the folders within are. Single files stand for themselves. */
const ROOM = /^grader\/(sandbox\/[^/]+|collected\/analysis|[^/]+)/;
/** What a kind adds to the schemas lies in the kind's folder, and is a part of the schemas. */
const SCHEMA = /^grader\/kinds\/(schemas|[^/]+\/schema)\.ts$/;
const EVERYBODYS = /^(building|tensor|text|dates|files|schema|protocol|stages|errors|temporary)$/;

const { output } = await cruise(['grader'], {
  doNotFollow: { path: 'node_modules' },
  includeOnly: '^grader',
  tsPreCompilationDeps: true,
});
const roomOf = (path) => (SCHEMA.test(path) ? 'schema' : (ROOM.exec(path)?.[1]?.replace(/\.ts$/, '') ?? path));
/** By room, the rooms that it imports, each with a file that does. */
const imports = new Map();
for (const { source, dependencies } of output.modules) {
  const from = roomOf(source);
  const others = imports.get(from) ?? new Map();
  imports.set(from, others);
  for (const { resolved } of dependencies) {
    const to = roomOf(resolved);
    if (to !== from && !others.has(to)) others.set(to, `${source} imports ${resolved}`);
  }
}

const circle = circleIn(imports);
if (circle !== null) {
  const steps = circle.slice(1).map((to, at) => `  ${imports.get(circle[at]).get(to)}`);
  process.stderr.write(`rooms form a circle: ${circle.join(' -> ')}\n${steps.join('\n')}\n`);
  process.exitCode = 1;
}

const arrows = [...imports]
  .filter(([from]) => !EVERYBODYS.test(from))
  .flatMap(([from, others]) =>
    [...others.keys()].filter((to) => !EVERYBODYS.test(to)).map((to) => `  ${from} --> ${to}`),
  );
const picture = ['```mermaid', 'flowchart TD', ...arrows.sort(), '```'].join('\n');

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

/** Rooms of which each imports the next, from one to itself; null where there are none. */
function circleIn(graph) {
  const done = new Set();
  const walk = (room, path) => {
    if (path.includes(room)) return [...path.slice(path.indexOf(room)), room];
    if (done.has(room)) return null;
    for (const next of graph.get(room)?.keys() ?? []) {
      const found = walk(next, [...path, room]);
      if (found !== null) return found;
    }
    done.add(room);
    return null;
  };
  for (const room of graph.keys()) {
    const found = walk(room, []);
    if (found !== null) return found;
  }
  return null;
}
