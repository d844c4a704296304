/**
 * What became of causes from one submission of a student to the next: of those who had one and read its hint, how many no
 * longer have it. For staff. Pure.
 */
import { causesOf, type CauseKey } from './causes.js';
import type { Standing } from './standing.js';

/** Students who had a cause and handed in again. */
export interface Counted {
  readonly had: number;
  /** Of these, those who no longer have it. */
  readonly repaired: number;
}

export interface Repair {
  /** The name of the mistake in the catalogue; absent if none is named. */
  readonly name?: string;
  readonly sentence: string;
  readonly titles: readonly string[];
  /** The hint that was shown with it; null if there was none. */
  readonly hint: string | null;
  /** Those to whom the hint was shown, or the sentence where there is no hint. */
  readonly shown: Counted;
  /** Those to whom neither was, because the check is not visible. */
  readonly unshown: Counted;
  /** Those whose next submission does not tell: a check that found it could not be graded, or failed for another reason. */
  readonly unknown: number;
}

type Result = Standing['results'][number];
type Outcome = 'repaired' | 'kept' | 'unknown';

/** A cause of one submission, with the results that have it. */
interface Had {
  readonly cause: CauseKey;
  readonly results: readonly Result[];
}

/** `before` has the submission before of those who handed in another one. The causes that most had come first. */
export function repairsOf(standings: readonly Standing[], before: ReadonlyMap<string, Standing>): Repair[] {
  const tallies = new Map<string, Tally>();
  for (const standing of standings) {
    for (const had of causesIn(before.get(standing.submission.id))) {
      const tally = tallies.get(had.cause.key) ?? new Tally(had.cause);
      tally.add(had.results, outcomeOf(had, standing));
      tallies.set(had.cause.key, tally);
    }
  }
  const repairs = [...tallies.values()].map((tally) => tally.repair());
  return repairs.sort((a, b) => total(b) - total(a));
}

function total({ shown, unshown, unknown }: Repair): number {
  return shown.had + unshown.had + unknown;
}

function causesIn(standing: Standing | undefined): Had[] {
  const all = new Map<string, { cause: CauseKey; results: Result[] }>();
  for (const result of standing?.results ?? []) {
    for (const cause of causesOf(result)) {
      const had = all.get(cause.key) ?? { cause, results: [] };
      had.results.push(result);
      all.set(cause.key, had);
    }
  }
  return [...all.values()];
}

/**
 * A named mistake is gone if no check names it and those that did are assessed. A sentence may only be another one for the
 * same mistake, so that points must have been gained as well.
 */
function outcomeOf({ cause, results }: Had, now: Standing): Outcome {
  if (now.results.some((result) => causesOf(result).some(({ key }) => key === cause.key))) return 'kept';
  const next = results.map(({ id }) => now.results.find((result) => result.id === id));
  if (next.some((result) => result === undefined || !isAssessed(result))) return 'unknown';
  const gained = results.every(({ earned }, index) => (next[index]?.earned ?? 0) > (earned ?? 0));
  return cause.name !== undefined || gained ? 'repaired' : 'kept';
}

function isAssessed({ status, isUnassessed = false }: Result): boolean {
  return (status === 'passed' || status === 'partial' || status === 'failed') && !isUnassessed;
}

class Tally {
  #hint: string | null = null;
  readonly #titles = new Set<string>();
  readonly #shown = { had: 0, repaired: 0 };
  readonly #unshown = { had: 0, repaired: 0 };
  #unknown = 0;

  constructor(readonly cause: CauseKey) {}

  add(results: readonly Result[], outcome: Outcome): void {
    for (const { title } of results) this.#titles.add(title);
    const seen = results.filter(({ isShown = false }) => isShown);
    this.#hint ??= seen.find(({ hint }) => hint !== undefined)?.hint ?? null;
    if (outcome === 'unknown') {
      this.#unknown += 1;
      return;
    }
    const counted = seen.length > 0 ? this.#shown : this.#unshown;
    counted.had += 1;
    if (outcome === 'repaired') counted.repaired += 1;
  }

  repair(): Repair {
    const { name, sentence } = this.cause;
    return {
      ...(name === undefined ? {} : { name }),
      ...{ sentence, titles: [...this.#titles], hint: this.#hint },
      ...{ shown: { ...this.#shown }, unshown: { ...this.#unshown }, unknown: this.#unknown },
    };
  }
}
