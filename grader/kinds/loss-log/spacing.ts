/** Measures whether the rows of a training log are as close to each other as was asked. */

export interface Spacing {
  /** The most steps between two rows that were asked for. */
  readonly every: number;
  /** The largest distance of two rows, or of the first row from step 0. */
  readonly widest: number;
  /** The step after which it is. */
  readonly after: number;
  /** The share of the steps that the log shows as closely as asked: 1 if all. */
  readonly share: number;
}

/**
 * `steps` increase. Training begins at step 0, and the first row may come after `every` steps; when it ended is not
 * known, so nothing is asked after the last row. A distance of d steps shows `every` of them, so that one forgotten row
 * costs little, and a log with a tenth of the rows has a tenth of what was asked.
 */
export function spacingOf(steps: readonly number[], every: number): Spacing {
  let [widest, after, shown, all] = [0, 0, 0, 0];
  let before = Math.min(0, steps[0] ?? 0);
  for (const step of steps) {
    const distance = step - before;
    if (distance > widest) [widest, after] = [distance, before];
    shown += Math.min(distance, every);
    all += distance;
    before = step;
  }
  return { every, widest, after, share: all === 0 ? 1 : Math.min(shown / all, 1) };
}

/** The sentence about rows that are too far apart; null if none are. */
export function tellSpacing({ every, widest, after }: Spacing): string | null {
  if (widest <= every) return null;
  const asked = every === 1 ? 'every step' : `every ${String(every)} steps`;
  return `rows are up to ${String(widest)} steps apart, as after step ${String(after)}, asked: at least one ${asked}`;
}
