/**
 * The package made by `npm pack`, installed as a user does, in a folder whose name is no easy one: it grades with the
 * rubrics that it contains, from the command line and from a program, and declares the types of what it exports.
 */
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { shippedStarter, WITH_STARTER } from '../../grader/starters/shipped.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';
import { npm } from '../support/npm.js';
import { compileStrictly } from '../support/strict-program.js';
import { testUnless } from '../support/where-possible.js';

afterAll(removeFolders);

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** What npm put into the package. */
let packed: Packed;
/** A program's folder, in which the package is installed. */
let user: string;

beforeAll(async () => {
  const folder = makeFolder();
  [packed] = JSON.parse(await npm(['pack', '--ignore-scripts', '--json', '--pack-destination', folder])) as [Packed];
  const wanted = {
    ...{ private: true, type: 'module', dependencies: { tuxgrade: `file:../${packed.filename}` } },
    // as large as all others together, and the same: a link to it is enough
    overrides: { 'onnxruntime-node': `file:${join(process.cwd(), 'node_modules', 'onnxruntime-node')}` },
  };
  user = writeFiles(join(folder, 'Übung #1 100% => a'), { 'package.json': JSON.stringify(wanted) });
  // named in package.json, not on the command line, for which npm unpacks it once more; what else is needed was fetched when this
  // checkout was set up
  const options = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await npm(['install', ...options], user);
}, 300_000);

interface Where {
  /** Default: the folder in which npm installed the package. */
  readonly folder?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The user's number; default: that of this process. */
  readonly uid?: number;
}

/** Runs what `npx tuxgrade` does. */
function run(args: readonly string[], { folder = user, ...where }: Where = {}) {
  const command = join(folder, 'node_modules', '.bin', 'tuxgrade');
  return execa(command, args, { cwd: makeFolder(), reject: false, stdin: 'ignore', ...where });
}

const submission = (path: string) => join(process.cwd(), 'submissions', path);

describe('installed by npm', () => {
  test.each([
    ['quiz2', 'perfect', '100 of 100 points'],
    ['hw2-circle', 'good', '30 of 30 points'],
    ['hw3-supertux', 'good', '100 of 100 points'],
    ['hw4-segmentation', 'good', '100 of 100 points'],
  ])('%s: it grades', async (rubric, name, points) => {
    const { exitCode, stdout, stderr } = await run(['grade', submission(`${rubric}/${name}`), '--rubric', rubric]);
    expect([exitCode, stdout, stderr]).toEqual([0, expect.stringContaining(points), '']);
  });

  test('these are all rubrics that come with it', () => {
    const shipped = readdirSync(join(user, 'node_modules', 'tuxgrade', 'rubrics'));
    expect(shipped.filter((name) => name.endsWith('.yaml'))).toEqual([
      'hw2-circle.yaml',
      'hw3-supertux.yaml',
      'hw4-segmentation.yaml',
      'quiz2.yaml',
    ]);
  });

  test.each(WITH_STARTER)('%s: its starter is whole', async (homework) => {
    const folder = join(makeFolder(), 'work');
    const { exitCode, stderr } = await run(['init', homework, folder]);
    expect([exitCode, stderr]).toEqual([0, '']);
    const written = new Set(readdirSync(folder, { recursive: true, encoding: 'utf8' }));
    const wanted = await shippedStarter(homework, join(process.cwd(), 'rubrics'));
    expect([...wanted.keys()].filter((path) => !written.has(path))).toEqual([]);
  });

  test('a program grades two submissions at once, and nothing is printed', async () => {
    writeFiles(user, {
      'grade.js': `
        import { fileURLToPath } from 'node:url';
        import { chooseDriver, gradeOne, loadRubric } from 'tuxgrade';
        const rubric = await loadRubric(fileURLToPath(import.meta.resolve('tuxgrade/rubrics/quiz2.yaml')));
        const driver = await chooseDriver();
        const paths = process.argv.slice(2);
        const reports = await Promise.all(paths.map((path) => gradeOne(path, { rubric, driver })));
        process.exitCode = reports.every(({ verdict }) => verdict.earned > 99) ? 7 : 1;`,
    });
    const paths = ['quiz2/perfect', 'quiz2/perfect-javascript'].map(submission);
    const ended = await execa(process.execPath, ['grade.js', ...paths], { cwd: user, reject: false });
    expect([ended.exitCode, ended.stdout, ended.stderr]).toEqual([7, '', '']);
  });

  test('where links lead to the package, as pnpm makes them', async () => {
    const folder = makeFolder();
    const store = join(folder, 'node_modules', '.pnpm', 'tuxgrade@0', 'node_modules');
    mkdirSync(join(folder, 'node_modules', '.pnpm', 'tuxgrade@0'), { recursive: true });
    symlinkSync(join(user, 'node_modules'), store);
    symlinkSync(join('.pnpm', 'tuxgrade@0', 'node_modules', 'tuxgrade'), join(folder, 'node_modules', 'tuxgrade'));
    symlinkSync(join('.pnpm', 'tuxgrade@0', 'node_modules', '.bin'), join(folder, 'node_modules', '.bin'));
    const args = ['precheck', submission('quiz2/perfect'), '--rubric', 'quiz2'];
    const { exitCode, stdout } = await run(args, { folder });
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('All visible checks pass')]);
  });

  test('it says what its machine lacks where npm left out the optional packages', async () => {
    const binary = join(realpathSync(join(user, 'node_modules')), '@esbuild');
    renameSync(binary, `${binary}-elsewhere`);
    try {
      const { exitCode, stderr } = await run(['precheck', submission('quiz2/perfect'), '--rubric', 'quiz2']);
      expect([exitCode, stderr]).toEqual([4, expect.stringContaining('Install tuxgrade again on this machine')]);
    } finally {
      renameSync(`${binary}-elsewhere`, binary);
    }
  });

  const whyNotRoot = process.getuid?.() === 0 ? null : 'only root has another user for the sandbox';
  testUnless(whyNotRoot, 'root with a closed folder')(
    'below a folder that is closed to others, as /root is',
    async () => {
      chmodSync(user, 0o700);
      try {
        for (const command of ['precheck', 'grade']) {
          const { exitCode, stderr } = await run([command, submission('quiz2/perfect'), '--rubric', 'quiz2']);
          expect([command, exitCode, stderr]).toEqual([command, 0, '']);
        }
      } finally {
        chmodSync(user, 0o755);
      }
    },
  );

  const uid = 54_321;
  testUnless(whyNotRoot, 'an account without a home')(
    'an account that the system does not know, without a home',
    async () => {
      const HOME = '';
      const args = ['precheck', submission('quiz2/perfect'), '--rubric', 'quiz2'];
      const { exitCode, stdout, stderr } = await run(args, { uid, env: { HOME } });
      expect([exitCode, stdout, stderr]).toEqual([0, expect.stringContaining('All visible checks pass'), '']);
      const { stdout: told } = await run(['doctor'], { uid, env: { HOME } });
      expect(told).toContain('not used: this account has no home folder');
    },
  );
});

describe('with an onnxruntime-node', () => {
  const own = () => join(user, 'node_modules', 'onnxruntime-node');

  test('whose installer reaches no network, an installation ends well', async () => {
    expect(readFileSync(join(user, 'node_modules', 'tuxgrade', 'package.json'), 'utf8')).toMatch(
      /"optionalDependencies": \{[^}]*"onnxruntime-node"/,
    );
    const env = { ONNXRUNTIME_NODE_INSTALL: 'skip', GLOBAL_AGENT_HTTPS_PROXY: 'http://127.0.0.1:1' };
    const script = join(process.cwd(), 'node_modules', 'onnxruntime-node', 'script', 'install');
    const { exitCode } = await execa(process.execPath, [script], { env, reject: false });
    expect(exitCode).toBe(0);
  });

  test.each<[string, () => void, string]>([
    ['that is not there', () => undefined, 'onnxruntime-node is not installed'],
    [
      'for other processors',
      () => writeFiles(own(), { 'package.json': '{"version":"1.0.0"}', 'bin/napi-v6/linux/mips/any.node': '' }),
      `onnxruntime-node has no library for ${process.platform} on ${process.arch}`,
    ],
  ])('%s, doctor says so and the next backend serves', async (_what, install, why) => {
    renameSync(own(), `${own()}-elsewhere`);
    try {
      install();
      const doctor = await run(['doctor']);
      expect([doctor.exitCode, doctor.stdout]).toEqual([
        0,
        expect.stringContaining(`✗ onnx         ${why}\n      Needed`),
      ]);
      const { exitCode, stdout } = await run([
        'grade',
        submission('hw2-circle/good'),
        '--rubric',
        'hw2-circle',
        '--json',
      ]);
      const { environment } = JSON.parse(stdout) as { environment: { backends: readonly string[] } };
      expect([exitCode, environment.backends.every((one) => one.endsWith(': wasm'))]).toEqual([0, true]);
      expect(environment.backends).not.toEqual([]);
    } finally {
      rmSync(own(), { recursive: true, force: true });
      renameSync(`${own()}-elsewhere`, own());
    }
  });
});

test.each(['node16', 'bundler'] as const)(
  'a strict program compiles with moduleResolution %s, and so do the declarations',
  (resolution) => {
    const { problems, declarations } = compileStrictly(user, resolution);
    expect(problems).toEqual([]);
    expect(declarations).toBeGreaterThan(50);
  },
);

test('the package has what is needed, and neither sources, tests, source maps nor tools', () => {
  const rest = packed.files.map(({ path }) => path).filter((path) => !EXPECTED.test(path));
  expect(rest).toEqual([]);
});

const EXPECTED = new RegExp(
  `^(${[
    '(package|rubrics/[\\w-]+\\.schema)\\.json|(CHANGELOG|README)\\.md|LICENSE|dist/bin/THIRD-PARTY-LICENSES\\.txt',
    'dist/bin/(code-[\\w.-]+/)?[\\w-]+\\.cjs|dist/bin/index\\.js|dist/types/.*\\.d\\.ts|dist/worker/[\\w-]+\\.(cjs|cache|wasm)',
    'dist/selftest/engine\\.cjs',
    'docs/.*\\.(md|png|svg)|rubrics/[\\w-]+\\.yaml|rubrics/starters/.*\\.(ts|json|md)',
    'fixtures/supertux/(segmentation/)?(LICENSE|NOTICE|README\\.md|(valid|heldout)/.*\\.(png|csv|txt))',
  ].join('|')})$`,
);

test('npm runs nothing when it is installed, and its version is that of its reports', () => {
  const facts = JSON.parse(readFileSync(join(user, 'node_modules', 'tuxgrade', 'package.json'), 'utf8')) as {
    version: string;
    scripts: Readonly<Record<string, string>>;
  };
  expect(Object.keys(facts.scripts).filter((name) => /^(pre|post)?install$|^prepare$/.test(name))).toEqual([]);
  expect(packed.filename).toBe(`tuxgrade-${facts.version}.tgz`);
});
