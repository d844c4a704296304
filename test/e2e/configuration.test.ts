/** tuxgrade.json: found from any folder below, refused where it could be somebody else's or leads elsewhere. */
import { chmodSync, chownSync, cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { findConfiguration, placeNamed, readConfiguration } from '../../grader/workspace/configuration.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';
import { runCommand } from '../support/run-command.js';

afterAll(removeFolders);

const GOOD = JSON.stringify({ rubric: 'quiz2', submission: '.' });

/** A folder with work that earns all points, and this configuration. */
function workWith(configuration: string, at = '.'): string {
  const folder = makeFolder();
  cpSync('submissions/quiz2/perfect', join(folder, at), { recursive: true });
  return writeFiles(folder, { 'tuxgrade.json': configuration });
}

describe('precheck without arguments', () => {
  test('finds the configuration around the folder it is called in', async () => {
    const folder = workWith(GOOD);
    // a folder that is named like a rubric names nothing
    const inner = join(folder, 'hw2-circle', 'notes');
    mkdirSync(inner, { recursive: true });
    const { exitCode, stdout, stderr } = await runCommand(['precheck'], { cwd: inner });
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toContain('All visible checks pass.');
  });
  test('checks the folder that it names, with the rubric that lies beside it', async () => {
    const folder = workWith(JSON.stringify({ rubric: 'own/quiz.yaml', submission: 'work' }), 'work');
    mkdirSync(join(folder, 'own'));
    cpSync('rubrics/quiz2.yaml', join(folder, 'own', 'quiz.yaml'));
    expect((await runCommand(['precheck'], { cwd: folder })).stdout).toContain('54 of 54 points');
  });
  test('what the command line names wins, and a folder beside the work is another work', async () => {
    const folder = workWith(JSON.stringify({ rubric: 'hw2-circle', submission: 'quiz2' }), 'quiz2');
    const asked = await runCommand(['precheck', '--rubric', 'quiz2'], { cwd: folder });
    expect([asked.exitCode, asked.stderr]).toEqual([0, expect.stringContaining('not the folder here of that name')]);
    mkdirSync(join(folder, 'other'));
    expect((await runCommand(['precheck', 'other'], { cwd: folder })).stderr).toContain('which homework is other?');
  });
});

describe('a configuration that is refused, each with its sentence', () => {
  test.each([
    ['[]', 'found a list of 0, expected a group of keys'],
    ['{"rubric": "quiz2"}', 'the key "submission" is missing'],
    ['{"rubric": "quiz2", "submission": "."', 'line 1, column'],
    ['{"rubric": "quiz2", "submission": ".", }', 'a comma before }'],
    ['{"rubric": 2, "submission": "."}', 'rubric: found 2, expected text'],
    ['{"rubric": "", "submission": "."}', 'rubric: the text is empty'],
    ['{"rubrik": "quiz2", "submission": "."}', 'unknown key "rubrik"; did you mean "rubric"?'],
    ['{"__proto__": {}, "rubric": "quiz2", "submission": "."}', 'unknown key "__proto__"'],
    ['{"rubric": "quiz2", "submission": "../elsewhere"}', 'submission: "../elsewhere" leads out of the folder'],
    ['{"rubric": "/etc/passwd", "submission": "."}', 'rubric: "/etc/passwd" is not relative'],
    ['{"rubric": "quiz2", "submission": "C:\\\\work"}', 'submission: "C:\\work" contains a backslash'],
    [`{"rubric": "${'x'.repeat(20_000)}", "submission": "."}`, 'bytes, expected at most 16384'],
    ['['.repeat(4000), 'nested too deeply'],
    ['\uFFFE\u0000', 'line 1'],
  ])('%.60s', async (text, sentence) => {
    const folder = writeFiles(makeFolder(), { 'tuxgrade.json': text });
    await expect(readConfiguration(join(folder, 'tuxgrade.json'))).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining(sentence) as unknown,
      advice: expect.stringContaining('"rubric": "quiz2"') as unknown,
    });
  });
  test('bytes that are not text, a link, a folder', async () => {
    const folder = writeFiles(makeFolder(), { 'a/tuxgrade.json': Uint8Array.of(0xff, 0xc0), 'real.json': GOOD });
    mkdirSync(join(folder, 'b', 'tuxgrade.json'), { recursive: true });
    mkdirSync(join(folder, 'c'));
    symlinkSync(join(folder, 'real.json'), join(folder, 'c', 'tuxgrade.json'));
    const refused = (name: string) => readConfiguration(join(folder, name, 'tuxgrade.json'));
    await expect(refused('a')).rejects.toThrow('it is not text in UTF-8');
    await expect(refused('b')).rejects.toThrow('it is not a file');
    await expect(refused('c')).rejects.toThrow('it is a link, expected a file');
  });
  test('the mark that Windows editors write first is read', async () => {
    const folder = writeFiles(makeFolder(), { 'tuxgrade.json': `\uFEFF${GOOD}` });
    expect(await readConfiguration(join(folder, 'tuxgrade.json'))).toMatchObject({ rubric: 'quiz2', submission: '.' });
  });
  const asRoot = process.getuid?.() === 0 ? test : test.skip;
  asRoot("another user's, for whoever is not that user", async () => {
    const folder = writeFiles(makeFolder(), { 'tuxgrade.json': GOOD });
    chownSync(join(folder, 'tuxgrade.json'), 65534, 65534);
    await expect(readConfiguration(join(folder, 'tuxgrade.json'))).rejects.toThrow('it belongs to another user');
  });
  test('links out of its folder, and what is not there', async () => {
    const outside = makeFolder();
    const folder = writeFiles(makeFolder(), { 'tuxgrade.json': '{"rubric": "gone.yaml", "submission": "link"}' });
    symlinkSync(outside, join(folder, 'link'));
    const configured = await readConfiguration(join(folder, 'tuxgrade.json'));
    await expect(placeNamed(configured, 'submission')).rejects.toThrow('"link" is a link out of the folder');
    await expect(placeNamed(configured, 'rubric')).rejects.toThrow('rubric: "gone.yaml" is not there');
  });
  test('a rubric that does not come with tuxgrade, with the nearest that does', async () => {
    const { exitCode, stderr } = await runCommand(['precheck'], { cwd: workWith(GOOD.replace('quiz2', 'quizz2')) });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('no rubric "quizz2"; did you mean "quiz2"?')]);
    expect(stderr).not.toContain(' at ');
  });
});

test('the nearest one is found, also above a folder that cannot be read', async () => {
  const folder = writeFiles(makeFolder(), { 'tuxgrade.json': GOOD, 'a/tuxgrade.json': GOOD });
  mkdirSync(join(folder, 'a', 'b', 'c'), { recursive: true });
  chmodSync(join(folder, 'a', 'b'), 0o000);
  expect(await findConfiguration(join(folder, 'a', 'b', 'c'))).toBe(join(folder, 'a', 'tuxgrade.json'));
  chmodSync(join(folder, 'a', 'b'), 0o755);
});
