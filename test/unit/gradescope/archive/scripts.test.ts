/** The scripts of an archive: what a shell makes of names that are not words, and what holds whatever happens. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { PLACES, runScript, setupScript, type ScriptOptions } from '../../../../grader/gradescope/archive/scripts.js';
import { makeFolder, removeFolders } from '../../../support/folders.js';

afterAll(removeFolders);

const HOSTILE = `a'b "$(touch stolen)" \\ \`id\` ;x`;
const OPTIONS: ScriptOptions = {
  timeout: 10,
  data: new Map([[HOSTILE, `${PLACES.data}/1/it's here`]]),
  hasRoster: true,
  hasLateDays: true,
  zone: 'America/Chicago',
};
const PLAIN: ScriptOptions = { timeout: 10, data: new Map(), hasRoster: false, hasLateDays: false, zone: null };

test.each([runScript(OPTIONS), setupScript(OPTIONS), runScript(PLAIN), setupScript(PLAIN)])(
  '%#: a shell can read it, and it begins with its interpreter',
  (script) => {
    expect(script.startsWith('#!/bin/sh\n')).toBe(true);
    expect(script).not.toContain('\r');
    execFileSync('sh', ['-n'], { input: script });
  },
);

/** /autograder with a Node.js that does what `node` says. */
function place(node: string, options: ScriptOptions) {
  const root = join(makeFolder(), 'with a space');
  const source = join(root, 'source');
  mkdirSync(join(source, 'tuxgrade', 'bin'), { recursive: true });
  writeFileSync(join(source, PLACES.ungraded), 'nothing is graded yet');
  writeFileSync(join(source, PLACES.node), `#!/bin/sh\n${node}\n`);
  writeFileSync(join(root, 'run_autograder'), runScript(options));
  for (const path of [join(source, PLACES.node), join(root, 'run_autograder')]) chmodSync(path, 0o755);
  const run = (env: Record<string, string> = {}) =>
    execFileSync(join(root, 'run_autograder'), { encoding: 'utf8', cwd: root, env });
  return { root, source, run, results: () => readFileSync(join(root, 'results', 'results.json'), 'utf8') };
}

describe('run_autograder', () => {
  test('hands names on as they are', () => {
    const { run, root, source } = place(`printf '%s\\n' "$@"`, OPTIONS);
    expect(run().trimEnd().split('\n')).toEqual([
      join(source, 'tuxgrade/dist/bin/tuxgrade.cjs'),
      ...['gradescope', 'run', '--root', root, '--rubric', join(source, 'homework/rubric.yaml')],
      ...['--data', `${HOSTILE}=${source}/homework/data/1/it's here`, '--timeout', '10'],
      ...['--roster', join(source, 'homework/roster.csv'), '--late-days', join(source, 'homework/late-days.csv')],
      ...['--zone', 'America/Chicago'],
    ]);
  });
  test.each(['exit 3', 'kill -9 $$', 'kill -9 $PPID; kill -9 $$', 'rm -f "$0"; exec "$0"'])(
    'leaves valid results, and ends well, where the grader does this: %s',
    (node) => {
      const { run, results } = place(node, PLAIN);
      run();
      expect(results()).toBe('nothing is graded yet');
    },
  );
  test('has results before the grader starts', () => {
    const { run } = place(`cat "$5/results/results.json"`, PLAIN);
    expect(run()).toBe('nothing is graded yet');
  });
  test("takes nothing of its starter's environment that changes Node.js", () => {
    const { run } = place('env', PLAIN);
    const env = run({
      NODE_OPTIONS: '--inspect',
      LD_PRELOAD: '',
      LD_LIBRARY_PATH: '/x',
      NODE_PATH: '/y',
      PATH: '/bin:/usr/bin',
    });
    expect(env).not.toMatch(/NODE_|LD_/);
    expect(env).toContain('XDG_CACHE_HOME=');
  });
  test('what the grader says on either stream is in the log', () => {
    expect(place('echo one; echo two >&2', PLAIN).run()).toBe('one\ntwo\n');
  });
});

test('setup.sh ends with a sentence where Node.js does not start, or doctor finds that it cannot work', () => {
  const setup = (node: string) => {
    const { source } = place(node, PLAIN);
    for (const folder of ['homework', 'tuxgrade/node_modules/@esbuild/linux-x64/bin'])
      mkdirSync(join(source, folder), { recursive: true });
    writeFileSync(join(source, 'tuxgrade/node_modules/@esbuild/linux-x64/bin/esbuild'), '');
    const script = setupScript(PLAIN);
    try {
      execFileSync('sh', ['-c', script, join(source, 'setup.sh')], { encoding: 'utf8', stdio: 'pipe' });
      return null;
    } catch (error) {
      return (error as { stderr: string }).stderr.trim().split('\n').at(-1);
    }
  };
  if (process.platform !== 'linux' || process.arch !== 'x64') return;
  expect(setup('exit 0')).toBeNull();
  expect(setup('exit 1')).toMatch(/^tuxgrade: the Node\.js of the archive does not start in this image/);
  expect(setup('[ "$1" = --version ]')).toMatch(/^tuxgrade: this image cannot grade with this rubric/);
});
