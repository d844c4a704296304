/** The documentation says what is true: its links lead somewhere, its commands can be given, and its code compiles. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { GraderError } from '../../grader/errors.js';
import { readPage, wordsOf } from '../support/markdown.js';

const ROOT = process.cwd();
const FOLDERS = ['docs', 'docs/commands', 'docs/kinds', 'docs/decisions', 'fixtures', 'submissions'];
const FILES = [
  ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'],
  ...FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: folder === 'fixtures', encoding: 'utf8' }).map((name) => join(folder, name)),
  ).filter((path) => path.endsWith('.md')),
];
const pages = new Map(FILES.map((file) => [file, readPage(readFileSync(file, 'utf8'))]));

/** What is wrong with a link of a page; null if it leads somewhere. Links to the web are not followed. */
function whatIsWrong(file: string, link: string): string | null {
  if (/^[a-z]+:/i.test(link)) return /^(https:|mailto:)/.test(link) && URL.canParse(link) ? null : 'is not an address';
  const [path = '', anchor] = link.split('#');
  const target = targetOf(file, path);
  if (target.startsWith('..')) return 'leads out of the project';
  if (!existsSync(target)) return 'leads to a file that does not exist';
  return anchor === undefined || anchorsOf(target).has(anchor)
    ? null
    : `leads to a heading that ${target} does not have`;
}

function targetOf(file: string, path: string): string {
  return path === '' ? file : relative(ROOT, resolve(dirname(file), decodeURI(path)));
}

function anchorsOf(target: string): ReadonlySet<string> {
  return target.endsWith('.md') ? (pages.get(target) ?? readPage(readFileSync(target, 'utf8'))).anchors : new Set();
}

test('every page says what it is about', () => {
  expect([...pages].flatMap(([file, { anchors }]) => (anchors.size === 0 ? [file] : []))).toEqual([]);
});

test('no link is dead', () => {
  expect(pages.get('README.md')?.links.length).toBeGreaterThan(10);
  const dead = [...pages].flatMap(([file, { links }]) =>
    links.flatMap(({ line, text }) => {
      const wrong = whatIsWrong(file, text);
      return wrong === null ? [] : [`${file}:${String(line)} ${text} ${wrong}`];
    }),
  );
  expect(dead).toEqual([]);
});

test('every page of docs/ can be reached from the README', () => {
  const reached = new Set(['README.md']);
  // grows during the iteration
  for (const file of reached) {
    for (const { text } of pages.get(file)?.links ?? []) {
      const target = targetOf(file, text.split('#')[0] ?? '');
      if (pages.has(target)) reached.add(target);
      if (pages.has(join(target, 'README.md'))) reached.add(join(target, 'README.md'));
    }
  }
  expect(FILES.filter((file) => file.startsWith('docs/') && !reached.has(file))).toEqual([]);
});

/** The command line as it is, above commands that do nothing. */
async function commandLine() {
  const folder = 'grader/cli/commands';
  for (const name of readdirSync(folder)) {
    const exported = readFileSync(join(folder, name), 'utf8').matchAll(/^export (?:async )?function (\w+)/gm);
    const nothing = Object.fromEntries(Array.from(exported, ([, one = '']) => [one, () => Promise.resolve(0)]));
    jest.doMock(`../../${folder}/${name.replace('.ts', '.js')}`, () => nothing);
  }
  return await import('../../grader/cli/parser/parse.js');
}

/** A command in a sentence may leave out what it needs; in a block it is given as it stands. */
const LEFT_OUT = / needs | can do |Not enough/;

/** A form of a command, `tuxgrade grade <submission> [options]`, is not a command. */
const isForm = (text: string) => /<[a-z]|\[[a-z]+\]|\.\.\./.test(text);

interface Given {
  readonly file: string;
  readonly line: number;
  readonly text: string;
  readonly isWhole: boolean;
}

const given = [...pages].flatMap(([file, { spans, blocks }]) => [
  ...spans.map((span): Given => ({ file, ...span, isWhole: false })),
  ...blocks.flatMap(({ line, text }) =>
    text
      .replace(/\\\n */g, ' ')
      .split('\n')
      .map((one, at): Given => ({ file, line: line + at, text: one.trim(), isWhole: true })),
  ),
]);
const commands = given
  .map((one) => ({ ...one, text: one.text.replace(/^\$ /, '').replace(/^npx (--yes )?/, '') }))
  .filter(({ text }) => /^tuxgrade [a-z-]/.test(text) && !isForm(text))
  // what was there in earlier versions stays in the list of changes
  .filter(({ file }) => file !== 'CHANGELOG.md');

test('every command can be given as it is written', async () => {
  const { parseCommandLine } = await commandLine();
  expect(commands.length).toBeGreaterThan(50);
  const wrong: string[] = [];
  for (const { file, line, text, isWhole } of commands) {
    const args = wordsOf(text)
      .slice(1)
      .filter((word) => word !== '--help');
    try {
      await parseCommandLine(args);
    } catch (error) {
      if (!(error instanceof GraderError)) throw error;
      const isLeftOut = !isWhole || text.includes('--help');
      if (!(isLeftOut && LEFT_OUT.test(error.message))) wrong.push(`${file}:${String(line)} ${text}: ${error.message}`);
    }
  }
  expect(wrong).toEqual([]);
});

/** All code of the grader, and the sentence of tf.js that students meet most. */
function sources(): string {
  const files = readdirSync('grader', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  return [
    ...files.map((name) => readFileSync(join('grader', name), 'utf8')),
    readFileSync('node_modules/@tensorflow/tfjs-backend-cpu/dist/kernels/BatchMatMul.js', 'utf8'),
    readFileSync('node_modules/@tensorflow/tfjs-core/dist/ops/mat_mul.js', 'utf8'),
  ].join('\n');
}

test('every message of the troubleshooting is one that the grader has', () => {
  const text = readFileSync('docs/troubleshooting.md', 'utf8');
  const cells = text.split('\n').flatMap((line) => /^\| (`[^|]+) \|/.exec(line)?.[1] ?? []);
  expect(cells.length).toBeGreaterThan(30);
  const all = sources();
  const pieces = cells.flatMap((cell) =>
    Array.from(cell.matchAll(/`([^`]+)`/g), ([, message = '']) => message.split('…')).flat(),
  );
  const unknown = pieces.map((piece) => piece.trim()).filter((piece) => /[a-z]{3}/.test(piece) && !all.includes(piece));
  expect(unknown).toEqual([]);
});
