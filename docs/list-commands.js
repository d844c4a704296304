/**
 * Writes a page for each command into docs/commands/, from the descriptions that the command line itself has:
 * `npm run commands`. With --check it changes nothing and fails when a page is not up to date.
 */
import { fromSource, table, writeFolder } from './generated.js';

/** Pages written by hand that say more about a command. */
const MORE = {
  grade: ['ta.md', 'submissions.md', 'sandbox.md'],
  batch: ['instructor.md', 'submissions.md', 'runs.md'],
  init: ['student.md', 'calling-convention.md'],
  pack: ['student.md', 'submissions.md'],
  precheck: ['student.md', 'troubleshooting.md'],
  pages: ['runs.md#pages'],
  rejudge: ['runs.md#judging-again'],
  regrade: ['ta.md', 'runs.md#judging-again'],
  adjust: ['ta.md', 'runs.md#adjusting-points'],
  publish: ['instructor.md', 'runs.md#publishing'],
  audit: ['runs.md#the-audit-trail'],
  show: ['explain-my-mark.md', 'runs.md#explaining-and-comparing'],
  diff: ['runs.md#explaining-and-comparing'],
  erase: ['privacy.md', 'runs.md#erasing-a-person'],
  export: ['privacy.md', 'runs.md#handing-on-results'],
  'rubric lint': ['rubrics.md'],
  'rubric selftest': ['rubrics.md#test-your-rubric'],
  'rubric starter': ['instructor.md', 'calling-convention.md'],
  'rubric public': ['instructor.md'],
  'rubric mistakes': ['mistakes.md', 'rubrics.md#mistakes-that-are-named'],
  'data build': ['rubrics.md#inputs-that-students-have-not-seen'],
  'data lint': ['student.md', 'kinds/data-set.md'],
  doctor: ['operations.md', 'troubleshooting.md'],
  'gradescope pack': ['course-systems.md#gradescope', 'operations.md'],
  'gradescope run': ['course-systems.md#gradescope'],
  work: ['operations.md#many-machines'],
  submit: ['operations.md#many-machines', 'ta.md'],
  'queue status': ['operations.md#looking-after-a-queue'],
  'queue pause': ['operations.md#looking-after-a-queue'],
  'queue resume': ['operations.md#looking-after-a-queue'],
  'queue drain': ['operations.md#looking-after-a-queue'],
  'queue failed': ['operations.md#looking-after-a-queue'],
  'queue retry': ['operations.md#looking-after-a-queue'],
  'queue metrics': ['operations.md#metrics'],
};

/** How the description of an option says its default. */
const AT_THE_END = /[;,] default: ((?:[^.;]|\.(?=\S))+)$/;

/** Takes the place of yargs: notes what it is told, and parses nothing. */
const RECORDER = `
export const recorded = [];
function recorder(words, page) {
  const self = new Proxy({}, { get: (_, name) => calls[name] ?? (() => self) });
  const calls = {
    then: undefined,
    command(usage, describe, build) {
      const [name, ...operands] = usage.split(' ');
      const own = { words: [...words, name], operands, describe, positionals: [], options: [], examples: [] };
      recorded.push(own);
      build(recorder(own.words, own));
      return self;
    },
    positional: (name, told) => (page.positionals.push([name, told]), self),
    options: (all) => (page.options.push(...Object.entries(all)), self),
    example: (...one) => (page.examples.push(one), self),
    parseAsync: () => Promise.resolve(),
  };
  return self;
}
export default () => recorder([], null);
`;

const plugin = {
  name: 'recorder',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^yargs$/ }, () => ({ path: 'yargs', namespace: 'recorder' }));
    onLoad({ filter: /.*/, namespace: 'recorder' }, () => ({ contents: RECORDER }));
    // what commands do is not needed
    onResolve({ filter: /\/commands\// }, ({ path }) => ({ path, external: true }));
  },
};

const { parseCommandLine, recorded } = await fromSource(
  `export { parseCommandLine } from './parse.ts'; export { recorded } from 'yargs';`,
  'grader/cli/parser',
  [plugin],
);
await parseCommandLine([]);

/** Commands that only hold others have no page. */
const holds = ({ words }) =>
  recorded.some((other) => other.words.length > words.length && words.every((word, at) => other.words[at] === word));
const commands = recorded.filter((one) => !holds(one));
const nameOf = ({ words }) => words.join(' ');
const fileOf = ({ words }) => `${words.join('-')}.md`;

const pages = new Map(commands.map((one) => [fileOf(one), pageOf(one)]));
pages.set('README.md', index());
await writeFolder('docs/commands', pages, 'npm run commands');

function pageOf(command) {
  const { operands, describe, positionals, options, examples } = command;
  const needed = options
    .filter(([, told]) => told.demandOption)
    .map(([name, told]) => ` --${name} ${valueOf(name, told)}`);
  const usage = ['tuxgrade', nameOf(command), ...operands].join(' ');
  const parts = [
    `<!-- written by npm run commands from grader/cli -->`,
    `# tuxgrade ${nameOf(command)}`,
    `${capital(describe)}.`,
    `    ${usage}${needed.join('')}${options.length > needed.length ? ' [options]' : ''}`,
  ];
  if (positionals.length > 0) {
    const rows = positionals.map(([name, told]) => [`\`${name}\``, toldOf(name, told), defaultOf(told)]);
    parts.push('## Arguments', table(['argument', 'what it is', 'default'], rows));
  }
  const rows = options.map(([name, told]) => [flagOf(name, told), toldOf(name, told), defaultOf(told)]);
  if (rows.length > 0) parts.push('## Options', table(['option', 'what it does', 'default'], rows));
  if (examples.length > 0) {
    const lines = examples.map(([line, what]) => `    # ${what}\n    ${line.replace('$0', 'tuxgrade')}`);
    parts.push('## Examples', lines.join('\n\n'));
  }
  const more = (MORE[nameOf(command)] ?? []).map((page) => `[${page.replace(/\.md|#.*/g, '')}](../${page})`);
  const links = [...new Map(more.map((link) => [/\[.*\]/.exec(link)[0], link])).values()];
  parts.push(`More: ${[...links, '[all commands and exit codes](README.md)'].join(', ')}.`);
  return parts.join('\n\n');
}

function index() {
  const rows = commands.map((one) => [`[\`${nameOf(one)}\`](${fileOf(one)})`, one.describe]);
  return [
    `<!-- written by npm run commands from grader/cli -->`,
    '# Commands',
    '`npx tuxgrade COMMAND --help` prints the same as these pages.',
    table(['command', 'what it does'], rows),
    '## Exit codes',
    table(
      ['code', 'meaning'],
      [
        ['0', 'done; what a student did wrong is a result and not an error'],
        [
          '1',
          '`precheck`: a visible check does not pass; `data lint`: something was found; `rubric selftest`: it failed; `submit`: a newer submission took its place',
        ],
        [
          '2',
          'the command line or what it names is wrong: an unknown option, a path that does not exist, a report that is missing or was edited, a changed line in the audit trail',
        ],
        ['3', 'the rubric or its data are wrong; nothing was graded'],
        ['4', 'the system failed: no sandbox, a full disk, a submission that the grader left ungraded'],
        ['130', 'interrupted'],
      ],
    ),
    'Results go to standard output, progress and complaints to standard error. `--json` prints JSON on standard output and ' +
      'nothing else. Colours are off where the output is not a terminal, or with `NO_COLOR`.',
  ].join('\n\n');
}

function capital(text) {
  return `${text[0].toUpperCase()}${text.slice(1)}`;
}

/** `REASON` for --reason, or what the description begins with, as in `NAME=DIR: replaces ...`. */
function valueOf(name, { describe = '' } = {}) {
  return /^([A-Z]+(?:=[A-Z]+)?): /.exec(describe)?.[1] ?? name.toUpperCase().replaceAll('-', '_');
}

function flagOf(name, told) {
  const short = told.alias === undefined ? '' : `\`-${told.alias}\`, `;
  if (told.type === 'boolean') return `${short}\`--${told.default === true ? 'no-' : ''}${name}\``;
  return `${short}\`--${name} ${valueOf(name, told)}\``;
}

/** What an argument or an option is. One without a description is an error: its page would be of no use. */
function toldOf(name, { describe, choices }) {
  if (describe === undefined) throw new Error(`${name} has no description in grader/cli`);
  const told = describe.replace(/^[A-Z]+(=[A-Z]+)?: /, '').replace(AT_THE_END, '');
  const words = choices?.map((word) => `\`${word}\``).join(', ');
  return capital(words === undefined ? told : `${told} (${words})`);
}

function defaultOf({ demandOption, type, default: value, describe }) {
  if (demandOption) return 'needed';
  if (value === undefined || type === 'boolean') return AT_THE_END.exec(describe)?.[1] ?? '';
  return `\`${value}\``;
}
