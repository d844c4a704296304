/** A new kind of check is one folder and an entry in two lists: nothing else of the grader is touched. */
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { build, stop } from 'esbuild';
import { execa } from 'execa';
import { makeFolder, removeFolders } from '../support/folders.js';
import { LISTED, TINY_KIND } from '../support/tiny-kind.js';
import { mainIn } from '../support/run-cli.js';

afterAll(removeFolders);

const RUBRIC = TINY_KIND['example.yaml'] ?? '';

/** A copy of the grader with one more kind. */
let copy: string;

beforeAll(() => {
  copy = makeFolder();
  for (const name of ['grader', 'dist', 'rubrics', 'tsconfig.json', 'package.json']) {
    cpSync(join(process.cwd(), name), join(copy, name), { recursive: true, filter: (path) => !path.endsWith('.map') });
  }
  symlinkSync(join(process.cwd(), 'node_modules'), join(copy, 'node_modules'));
  const kind = join(copy, 'grader/kinds/word-count');
  mkdirSync(kind);
  for (const [name, text] of Object.entries(TINY_KIND)) writeFileSync(join(kind, name), text);
  for (const { file, before, line } of LISTED) {
    edit(`grader/kinds/${file}`, (text) => {
      expect(text.split(before)).toHaveLength(2);
      return text.replace(before, () => `${line}\n${before}`);
    });
  }
  writeFileSync(join(copy, 'essay.yaml'), RUBRIC);
});

function edit(path: string, change: (text: string) => string): void {
  writeFileSync(join(copy, path), change(readFileSync(join(copy, path), 'utf8')));
}

/** What tsc says of the kinds and of what grades with them. */
async function complaints(): Promise<readonly string[]> {
  const files = ['grader/kinds/index.ts', 'grader/kinds/schemas.ts', 'grader/grading/grade.ts'];
  const compilerOptions = { noEmit: true, declaration: false };
  writeFileSync(
    join(copy, 'tsconfig.kinds.json'),
    JSON.stringify({ extends: './tsconfig.json', compilerOptions, include: [], files }),
  );
  const tsc = join(copy, 'node_modules/typescript-native/bin/tsc');
  const { stdout } = await execa(process.execPath, [tsc, '-p', 'tsconfig.kinds.json'], { cwd: copy, reject: false });
  return stdout.split(/\n(?! )/);
}

function tuxgrade(...args: readonly string[]) {
  const options = { cwd: copy, reject: false, stdin: 'ignore' } as const;
  return execa(process.execPath, [mainIn(copy), ...args], options);
}

test('it is linted, expected, graded and reported', async () => {
  // types are checked below, where the only complaints are about what is missing
  await build({
    entryPoints: [join(copy, 'grader/kinds/**/*.ts')],
    outdir: join(copy, 'dist/kinds'),
    platform: 'node',
  });
  // otherwise esbuild's own process stays
  await stop();
  for (const step of ['schema/write-validators.js', 'program/bundle.js']) {
    await execa(process.execPath, [join('dist', step)], { cwd: copy });
  }

  const lint = await tuxgrade('rubric', 'lint', 'essay.yaml');
  expect([lint.exitCode, lint.stdout]).toEqual([0, expect.stringContaining('long  word-count, visible')]);
  writeFileSync(join(copy, 'book.yaml'), RUBRIC.replace('least: 3', 'least: 20000'));
  expect((await tuxgrade('rubric', 'lint', 'book.yaml')).stdout).toContain('warning: "long": 20000 words are a book');
  writeFileSync(join(copy, 'outside.yaml'), RUBRIC.replace('essay.txt', '../essay.txt'));
  const outside = await tuxgrade('rubric', 'lint', 'outside.yaml');
  expect([outside.exitCode, outside.stdout]).toEqual([3, expect.stringContaining('"../essay.txt"')]);

  // in a folder around it, which is distinguished from the submission by the path that the kind names
  mkdirSync(join(copy, 'ann/Essay by Ann'), { recursive: true });
  writeFileSync(join(copy, 'ann/Essay by Ann/essay.txt'), 'not very long, yet');
  const graded = await tuxgrade('grade', 'ann', '--rubric', 'essay.yaml', '--json');
  expect(graded.stderr).toBe('');
  const report = JSON.parse(graded.stdout) as { results: unknown[] };
  expect(report.results).toEqual([
    expect.objectContaining({
      kind: 'word-count',
      earned: 5,
      summary: '4 words, 3 are expected',
      evidence: { type: 'word-count', words: 4 },
    }),
  ]);
}, 180_000);

test('a part and an entry that are forgotten do not compile', async () => {
  edit('grader/kinds/word-count/index.ts', (text) => text.replace(/^ {2}paths: .*\n/m, ''));
  edit('grader/kinds/index.ts', (text) => text.replace("  'word-count': wordCount,\n", ''));
  const found = await complaints();
  expect(found).toContainEqual(expect.stringMatching(/kinds\/index\.ts.*"word-count"/s));
  expect(found).toContainEqual(expect.stringMatching(/word-count\/index\.ts.*'paths' is missing/s));
  const places = found.map((complaint) => complaint.split('(')[0]);
  expect([...new Set(places)].sort()).toEqual(['grader/kinds/index.ts', 'grader/kinds/word-count/index.ts']);
}, 180_000);
