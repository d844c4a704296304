/**
 * The lists with which a finished run is judged or graded again: without any, who handed in what and when stays as the
 * reports say, and a list of the run that was changed since is named.
 */
import { handedInOfRun } from '../changes/handed-in.js';
import type { HandedInNow } from '../changes/rejudge.js';
import type { FinishedRun } from '../changes/run.js';
import { printable } from '../report/printable.js';
import { joinAgain } from '../roster/again.js';
import { factsOfLists, isListChanged, listFactsIn, type ListFacts } from '../roster/list-facts.js';
import { readLists } from '../roster/read.js';
import type { Rubric } from '../schema/rubric.js';
import { parseZone } from './given-times.js';

export interface ListArguments {
  readonly roster?: string | undefined;
  readonly 'late-days'?: string | undefined;
  readonly zone?: string | undefined;
}

export interface ListsOfRun {
  /** undefined: as the reports say. */
  readonly handedIn: HandedInNow | undefined;
  /** What run.json says from then on. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Throws USAGE for lists that cannot be understood. Remarks on them are told on standard error. */
export async function listsFor(
  run: FinishedRun,
  argv: ListArguments,
  { rubric, ids = run.submissions }: { readonly rubric: Rubric; readonly ids?: readonly string[] },
): Promise<ListsOfRun> {
  parseZone(argv.zone);
  const paths = { roster: argv.roster, lateDays: argv['late-days'], zone: argv.zone };
  const lists = await readLists(paths, rubric);
  const before = listFactsIn(run.facts);
  const given = await factsOfLists(paths);
  await tellChanged(before, given);
  if (lists.roster === null && lists.lateDays === null) return { handedIn: undefined, facts: {} };
  const { known, missing, remarks } = joinAgain(await handedInOfRun(run, ids), lists, rubric);
  for (const remark of remarks) process.stderr.write(`${printable(remark)}\n`);
  const now: ListFacts = { roster: given.roster ?? before.roster, lateDays: given.lateDays ?? before.lateDays };
  return { handedIn: known, facts: { lists: now, ...(missing === null ? {} : { missing }) } };
}

const OPTIONS = { roster: '--roster', lateDays: '--late-days' } as const;

async function tellChanged(before: ListFacts, given: ListFacts): Promise<void> {
  for (const name of ['roster', 'lateDays'] as const) {
    const old = before[name];
    if (old === null || given[name] !== null || !(await isListChanged(old))) continue;
    process.stderr.write(
      `${printable(`${old.path} was changed since the run was made: times and dates stay as the reports say; to apply it, add ${OPTIONS[name]} ${old.path}`)}\n`,
    );
  }
}
