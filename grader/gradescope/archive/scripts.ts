/**
 * The two programs that Gradescope starts: setup.sh when the image is built, run_autograder for each submission. Both find
 * what belongs to them beside themselves, so that they work in another root as well. Pure.
 */

/** Where things lie in the archive, which Gradescope unpacks to /autograder/source. */
export const PLACES = {
  node: 'tuxgrade/bin/node',
  package: 'tuxgrade',
  rubric: 'homework/rubric.yaml',
  data: 'homework/data',
  roster: 'homework/roster.csv',
  lateDays: 'homework/late-days.csv',
  ungraded: 'ungraded.json',
} as const;

export interface ScriptOptions {
  /** Minutes. */
  readonly timeout: number;
  /** By data set, its place in the archive. */
  readonly data: ReadonlyMap<string, string>;
  readonly hasRoster: boolean;
  readonly hasLateDays: boolean;
  readonly zone: string | null;
}

/** A word of a shell script; `$source` in front of it stays a variable. */
const word = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;
const inSource = (path: string) => `"$source"/${word(path)}`;

/** Nothing of the environment of whoever starts it may change how Node.js works. */
const HEAD = [
  "PATH='/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'",
  "LANG='C.UTF-8'",
  'TMPDIR=/tmp',
  'XDG_CACHE_HOME="$source/cache"',
  'export PATH LANG TMPDIR XDG_CACHE_HOME',
  'unset NODE_OPTIONS NODE_PATH NODE_EXTRA_CA_CERTS LD_PRELOAD LD_LIBRARY_PATH',
  'umask 022',
  `node="$source"/${word(PLACES.node)}`,
  `tuxgrade="$source"/${word(`${PLACES.package}/dist/bin/tuxgrade.cjs`)}`,
] as const;

function rubricWords({ data, timeout }: ScriptOptions): string {
  const sets = [...data].map(([name, path]) => `--data ${word(`${name}=`)}${inSource(path)}`);
  return [`--rubric ${inSource(PLACES.rubric)}`, ...sets, `--timeout ${String(timeout)}`].join(' ');
}

function listWords({ hasRoster, hasLateDays, zone }: ScriptOptions): string {
  return [
    ...(hasRoster ? [`--roster ${inSource(PLACES.roster)}`] : []),
    ...(hasLateDays ? [`--late-days ${inSource(PLACES.lateDays)}`] : []),
    ...(zone === null ? [] : [`--zone ${word(zone)}`]),
  ].join(' ');
}

const SECONDS_AFTER = 15;

/** What ends the grader after its own time has passed would else be Gradescope, which then shows a zero. */
export function runScript(options: ScriptOptions): string {
  const seconds = String(options.timeout * 60 - SECONDS_AFTER);
  const lists = listWords(options);
  return lines(
    '#!/bin/sh',
    '# Grades one submission of Gradescope. Written by tuxgrade gradescope pack.',
    'root="$(cd "$(dirname "$0")" && pwd)"',
    'source="$root/source"',
    ...HEAD,
    'mkdir -p "$root/results"',
    '# whatever happens from here on, these results cost no points',
    `cp ${inSource(PLACES.ungraded)} "$root/results/.first" && mv -f "$root/results/.first" "$root/results/results.json"`,
    'cd / || exit 0',
    `timeout -k 5 ${seconds} "$node" "$tuxgrade" gradescope run --root "$root" ${rubricWords(options)}${lists === '' ? '' : ` ${lists}`} 2>&1`,
    'exit 0',
  );
}

/** Ends with an error, and a sentence that says why, where the autograder could not work. */
export function setupScript(options: ScriptOptions): string {
  return lines(
    '#!/bin/sh',
    '# Prepares the image of an autograder of Gradescope. Written by tuxgrade gradescope pack.',
    'set -eu',
    'source="$(cd "$(dirname "$0")" && pwd)"',
    ...HEAD,
    'fail() {',
    String.raw`  printf 'tuxgrade: %s\n' "$1" >&2`,
    '  exit 1',
    '}',
    '[ "$(uname -s)-$(uname -m)" = Linux-x86_64 ] || fail "this archive is for Linux on x86-64, and this is $(uname -s) on $(uname -m): choose the base image Ubuntu 22.04"',
    '',
    '# all of it is in every image of Ubuntu and Debian; what is missing nevertheless is installed',
    'missing=',
    'command -v perl > /dev/null || missing="$missing perl-base"',
    'command -v ldd > /dev/null || missing="$missing libc-bin"',
    'command -v timeout > /dev/null || missing="$missing coreutils"',
    String.raw`[ -n "$(find / -xdev -name 'libstdc++.so.6' -print -quit 2> /dev/null)" ] || missing="$missing libstdc++6"`,
    'if [ -n "$missing" ]; then',
    '  command -v apt-get > /dev/null || fail "this image lacks$missing, and has no apt-get to install it: choose the base image Ubuntu 22.04"',
    '  export DEBIAN_FRONTEND=noninteractive',
    '  # words, each the name of a package',
    '  # shellcheck disable=SC2086',
    '  { apt-get update && apt-get install -y --no-install-recommends $missing; } || fail "apt-get could not install$missing: build the image again, or choose the base image Ubuntu 22.04"',
    'fi',
    '',
    `chmod 755 "$source" ${inSource(PLACES.package)} "$node"`,
    `chmod -R a+rX ${inSource(PLACES.package)}`,
    `chmod 755 ${inSource(`${PLACES.package}/node_modules/@esbuild/linux-x64/bin/esbuild`)}`,
    '# right answers and the names of students are for root alone',
    'chmod -R go-rwx "$source/homework"',
    'mkdir -p "$XDG_CACHE_HOME"',
    'chmod 700 "$XDG_CACHE_HOME"',
    '"$node" --version > /dev/null || fail "the Node.js of the archive does not start in this image: choose the base image Ubuntu 22.04"',
    `"$node" "$tuxgrade" doctor --gradescope ${rubricWords(options)} || fail "this image cannot grade with this rubric: what doctor says above has to be fixed"`,
  );
}

function lines(...all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}
