/**
 * Counts what changed over a class, check by check, one pair of reports at a time: all reports of a class may not fit into
 * memory. Pure.
 */
import type { GradeReport } from '../schema/report.js';

/** A check over the class, or the totals. */
export interface CheckTally {
  readonly id: string;
  /** How many have more, fewer and the same points. */
  readonly up: number;
  readonly down: number;
  readonly same: number;
  /** How many have points on one side at most: the check was added, removed or left ungraded. */
  readonly other: number;
  /** null where nobody has points. */
  readonly before: Mean | null;
  readonly after: Mean | null;
}

export interface Mean {
  readonly earned: number;
  readonly possible: number;
}

interface Points {
  readonly earned: number | null;
  readonly possible: number;
}

/** Of one side of a check. */
class Sum {
  #earned = 0;
  #possible = 0;
  #count = 0;

  add(points: Points | undefined): void {
    if (points === undefined || points.earned === null) return;
    this.#earned += points.earned;
    this.#possible += points.possible;
    this.#count += 1;
  }

  get mean(): Mean | null {
    if (this.#count === 0) return null;
    return { earned: this.#earned / this.#count, possible: this.#possible / this.#count };
  }
}

class Counts {
  readonly #before = new Sum();
  readonly #after = new Sum();
  readonly #counts = { up: 0, down: 0, same: 0, other: 0 };

  add(before: Points | undefined, after: Points | undefined): void {
    this.#before.add(before);
    this.#after.add(after);
    this.#counts[directionOf(before?.earned ?? null, after?.earned ?? null)] += 1;
  }

  told(id: string): CheckTally {
    return { id, ...this.#counts, before: this.#before.mean, after: this.#after.mean };
  }
}

export class Tally {
  readonly #checks = new Map<string, Counts>();
  readonly #totals = new Counts();
  #compared = 0;

  add(before: GradeReport, after: GradeReport): void {
    const [old, now] = [before, after].map(({ results }) => new Map(results.map((result) => [result.id, result])));
    for (const id of new Set([...(now?.keys() ?? []), ...(old?.keys() ?? [])])) {
      const counts = this.#checks.get(id) ?? new Counts();
      counts.add(old?.get(id), now?.get(id));
      this.#checks.set(id, counts);
    }
    this.#totals.add(before.verdict, after.verdict);
    this.#compared += 1;
  }

  /** The number of pairs. */
  get compared(): number {
    return this.#compared;
  }

  /** In the order in which they were first seen. */
  get checks(): readonly CheckTally[] {
    return [...this.#checks].map(([id, counts]) => counts.told(id));
  }

  get totals(): CheckTally {
    return this.#totals.told('total');
  }
}

export type Direction = 'up' | 'down' | 'same' | 'other';

/** null is what was not graded, or is not there. */
export function directionOf(before: number | null, after: number | null): Direction {
  if (before === null || after === null) return 'other';
  if (before === after) return 'same';
  return before < after ? 'up' : 'down';
}
