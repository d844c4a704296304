/** Explains what is wrong with a command line, in a sentence that suggests the nearest valid name. */
import { closest, distance } from 'fastest-levenshtein';
import { GraderError } from '../../errors.js';
import { REGRADE, REJUDGE } from './options-changes.js';
import { DODONA_RUN, GRADESCOPE_PACK, GRADESCOPE_RUN, PRAIRIELEARN_RUN } from './options-entries.js';
import { DIFF, ERASE, EXPORT, SHOW } from './options-explain.js';
import { ADJUST, AUDIT, PUBLISH } from './options-marks.js';
import { RUBRIC_MISTAKES, RUBRIC_NEW, RUBRIC_PUBLIC, RUBRIC_SELFTEST, RUBRIC_STARTER } from './options-rubric.js';
import { BATCH_QUEUE, QUEUE_DRAIN, QUEUE_FILTER, QUEUE_METRICS, QUEUE_RETRY, SUBMIT, WORK } from './options-queue.js';
import { BATCH, DATA_BUILD, DATA_LINT, DOCTOR, GRADE, PAGES, RUBRIC_LINT } from './options.js';
import { PACK, PRECHECK } from './options-work.js';

const TABLES = {
  init: {},
  grade: GRADE,
  batch: { ...BATCH, ...BATCH_QUEUE },
  precheck: PRECHECK,
  pack: PACK,
  pages: PAGES,
  rejudge: REJUDGE,
  regrade: REGRADE,
  adjust: ADJUST,
  publish: PUBLISH,
  audit: AUDIT,
  show: SHOW,
  diff: DIFF,
  erase: ERASE,
  export: EXPORT,
  'rubric lint': RUBRIC_LINT,
  'rubric new': RUBRIC_NEW,
  'rubric selftest': RUBRIC_SELFTEST,
  'rubric mistakes': RUBRIC_MISTAKES,
  'rubric starter': RUBRIC_STARTER,
  'rubric public': RUBRIC_PUBLIC,
  'data build': DATA_BUILD,
  'data lint': DATA_LINT,
  doctor: DOCTOR,
  work: WORK,
  submit: SUBMIT,
  'queue status': QUEUE_FILTER,
  'queue pause': QUEUE_FILTER,
  'queue resume': QUEUE_FILTER,
  'queue drain': QUEUE_DRAIN,
  'queue failed': QUEUE_FILTER,
  'queue retry': QUEUE_RETRY,
  'queue metrics': QUEUE_METRICS,
  'prairielearn run': PRAIRIELEARN_RUN,
  'dodona run': DODONA_RUN,
  'gradescope pack': GRADESCOPE_PACK,
  'gradescope run': GRADESCOPE_RUN,
};
/** The options of each command, besides --help and --version. */
export const OPTIONS_OF: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(TABLES).map(([command, table]) => [command, Object.keys(table)]),
);
const COMMANDS = [...new Set(Object.keys(TABLES).map((name) => name.split(' ')[0] ?? ''))];
const COMMON = ['help', 'version'];
const OPTIONS = [...new Set([...Object.values(OPTIONS_OF).flat(), ...COMMON])];
/** The options that may be given more than once. */
const REPEATABLE: ReadonlySet<string> = new Set(
  Object.values(TABLES)
    .flatMap((table) => Object.entries(table))
    .flatMap(([name, option]) => ('array' in option ? [name] : [])),
);

/** The options that take no value. */
export const FLAGS: ReadonlySet<string> = new Set([
  ...Object.values(TABLES)
    .flatMap((table) => Object.entries<object>(table))
    .flatMap(([name, option]) => ('type' in option && option.type === 'boolean' ? [name] : [])),
  ...COMMON,
]);

/** What each command needs. */
const NEEDED: Readonly<Record<string, string>> = {
  init: 'a homework, e.g. init quiz2',
  grade: 'a submission: a folder, a zip or a tar.gz',
  batch: 'a folder of submissions',
  submit: 'a submission: a folder, a zip or a tar.gz',
  queue: 'an action: queue status --queue URL',
  pages: 'the folder of a run, or a report.json',
  rejudge: 'the folder of a run',
  regrade: 'a run and a student, e.g. regrade run ada',
  adjust: 'a run, a student and a check, e.g. adjust run ada answers',
  publish: 'the folder of a run',
  audit: 'the folder of a run',
  show: 'a run and a student, e.g. show run ada',
  diff: 'two folders of runs',
  erase: 'a run and a student, e.g. erase run ada --author NAME',
  export: 'the folder of a run',
  data: 'an action: data build --out DIR or data lint DIR',
  prairielearn: 'an action: prairielearn run --rubric FILE',
  dodona: 'an action: dodona run',
  gradescope: 'an action: gradescope pack RUBRIC --out autograder.zip',
  rubric: 'an action and a file, e.g. rubric lint rubrics/quiz2.yaml',
  ...Object.fromEntries(
    ['rubric lint', 'rubric selftest', 'rubric starter', 'rubric public', 'gradescope pack'].map((name) => [
      name,
      `a rubric, e.g. ${name} quiz2`,
    ]),
  ),
  'data lint': 'the folder of a data set',
  tuxgrade: 'a command',
};

/** Made from yargs's message about `args`, which is replaced where it would not help a user. */
export function usageError(message: string, args: readonly string[]): GraderError {
  const command = commandIn(args);
  return new GraderError('USAGE', sentenceOf(message, args, command), {
    advice: `See: tuxgrade ${command === undefined ? '' : `${command} `}--help`,
  });
}

/** The command with its action, as far as both are known. */
function commandIn([first = '', second = '']: readonly string[]): string | undefined {
  const whole = `${first} ${second}`;
  if (Object.hasOwn(TABLES, whole)) return whole;
  return COMMANDS.includes(first) ? first : undefined;
}

function sentenceOf(message: string, args: readonly string[], command: string | undefined): string {
  const [first] = args;
  if (command === undefined && first !== undefined && !first.startsWith('-')) {
    return `there is no command ${first}.${suggest(first, COMMANDS, '')}`;
  }
  const option = args.find((arg) => arg.startsWith('--') && !isKnown(nameOf(arg)));
  if (option !== undefined) {
    return `there is no option --${nameOf(option)}.${suggest(nameOf(option), [...ownOf(command), ...COMMON], '--')}`;
  }
  const [short] = args.filter((arg) => /^-[a-z]/i.test(arg));
  if (short !== undefined) return `there is no option ${short}.${suggestLong(short, ownOf(command))}`;
  const unknown = unknownAction(command, args[1]);
  if (unknown !== null) return unknown;
  for (const [pattern, say] of SENTENCES) {
    const match = pattern.exec(message);
    if (match !== null) return say(command ?? 'tuxgrade', ...match.slice(1));
  }
  return message.replace(/\s+/g, ' ').trim();
}

const ownOf = (command: string | undefined) => OPTIONS_OF[command ?? ''] ?? OPTIONS;

/** For `-j`, the only option that begins so. */
function suggestLong(short: string, own: readonly string[]): string {
  const [meant, ...others] = own.filter((name) => name.startsWith(short.slice(1, 2)));
  return meant === undefined || others.length > 0 ? '' : ` Did you mean --${meant}?`;
}

/** The sentence about a word that is not an action of a command that has several; null if that is not what is wrong. */
function unknownAction(command: string | undefined, word: string | undefined): string | null {
  if (command === undefined || word === undefined || word.startsWith('-') || command.includes(' ')) return null;
  const actions = Object.keys(TABLES).flatMap((name) => {
    const [first, action] = name.split(' ');
    return first === command && action !== undefined ? [action] : [];
  });
  if (actions.length === 0 || actions.includes(word)) return null;
  return `${command} cannot be "${word}", expected ${actions.join(' or ')}.${suggest(word, actions, '')}`;
}

/** Patterns of yargs's messages, and the sentences that replace them, from the command and the captured parts. */
const SENTENCES: readonly (readonly [RegExp, (command: string, ...parts: string[]) => string])[] = [
  [
    /^Missing required arguments?: (.+)$/,
    (command, names = '') => `${command} needs ${asOptions(names).join(' and ')}`,
  ],
  [/^Not enough non-option arguments/, (command) => `${command} needs ${NEEDED[command] ?? 'what its --help shows'}`],
  [/^Unknown arguments?: (.+)$/, (command, names = '') => `${command} does not take ${asOptions(names).join(', ')}`],
  [/^Not enough arguments following: (\S+)$/, (_command, name = '') => `--${name} needs a value`],
  [
    /Argument: (\S+), Given: "?(.*?)"?, Choices: (.+)/,
    (command, name = '', given = '', choices = '') => {
      const known = choices.split(', ').map((choice) => choice.trim().replace(/^"(.*)"$/, '$1'));
      const what = isKnown(name) ? `--${name}` : command;
      return `${what} cannot be "${given}", expected ${known.join(' or ')}.${given.length > 2 ? suggest(given, known, '') : ''}`;
    },
  ],
];

/** Names from yargs's list, as they are typed. */
function asOptions(names: string): string[] {
  return names.split(', ').map((name) => (isKnown(name) ? `--${name}` : name));
}

/** Throws a usage error if an option with a single value was given several times. */
export function refuseRepeated(argv: Readonly<Record<string, unknown>>): true {
  for (const name of OPTIONS) {
    const value = argv[name];
    if (REPEATABLE.has(name) || !Array.isArray(value)) continue;
    throw new GraderError('USAGE', `--${name} was given ${String(value.length)} times, expected once`, {
      advice: 'Remove all but one.',
    });
  }
  return true;
}

/**
 * Throws a usage error for a value that is empty, as in `--out "$OUT"` without OUT: as a path it would mean the working
 * folder, and as a number 0.
 */
export function refuseEmpty(args: readonly string[]): void {
  for (const [index, arg] of args.entries()) {
    const name = emptyOption(arg, args[index - 1] ?? '');
    // what is not known has its own sentence
    if (name !== null && isKnown(name)) {
      throw new GraderError('USAGE', `--${name} is empty`, { advice: `Give --${name} a value, or leave it out.` });
    }
    if (arg.trim() === '' && name === null) throw usageError('an argument is empty', args);
  }
}

/** The option that has this argument as its empty value; null if it is another argument. */
function emptyOption(arg: string, before: string): string | null {
  const [, assigned] = /^--([^=]+)=\s*$/.exec(arg) ?? [];
  if (assigned !== undefined) return assigned;
  const isValue = before.startsWith('--') && !before.includes('=') && !FLAGS.has(nameOf(before));
  return arg.trim() === '' && isValue ? nameOf(before) : null;
}

function nameOf(argument: string): string {
  return /^--(?:no-)?([^=]*)/.exec(argument)?.[1] ?? argument;
}

function isKnown(name: string): boolean {
  return OPTIONS.includes(name);
}

/** The known word that differs by at most two letters. */
function suggest(word: string, known: readonly string[], prefix: string): string {
  const near = closest(word, [...known]);
  return distance(word, near) <= 2 ? ` Did you mean ${prefix}${near}?` : '';
}
