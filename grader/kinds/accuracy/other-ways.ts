/** Recognises a network that was trained on pixels in another range, or with colours in another order. */
import { otherRows, otherWays, type OtherWay } from '../../checks/asking/other-forms.js';
import { otherWayProbeId } from './probes.js';
import type { ProbeOutcome } from '../../stages/observation.js';
import type { ExampleSet } from '../../stages/resolved.js';
import { causeOf, sentenceOf } from '../../checks/judging/other-forms.js';
import { percent } from '../../text/percent.js';
import { isTelling } from './other-reading.js';
import { predictClasses } from './predictions.js';

/** The required number of standard deviations of the difference of two counts on the same examples. */
const SURE = 3;

interface Asked {
  readonly target: string;
  readonly data: string;
}

/** One remark on the form that is right most often, if that explains why few are right; no points depend on it. */
export function remarkOnOtherWays(
  { target, data }: Asked,
  set: ExampleSet,
  classes: Int32Array,
  outcomes: ReadonlyMap<string, ProbeOutcome>,
): string[] {
  const rows = otherRows(set);
  const asAsked = rows.map((row) => classes[row] === set.labels[row]);
  const right = countOf(asAsked);
  let best: { readonly way: OtherWay; readonly count: number } | null = null;
  for (const way of otherWays(set)) {
    const otherwise = rightIn(outcomes.get(otherWayProbeId(target, data, way)), set, rows);
    if (otherwise === null || !isMuchBetter(asAsked, otherwise)) continue;
    const count = countOf(otherwise);
    if (count > (best?.count ?? 0)) best = { way, count };
  }
  if (best === null) return [];
  const share = percent(best.count / rows.length);
  const here = `${percent(right / rows.length)} as given here`;
  return [
    `${sentenceOf(best.way)} it is right for ${share} of ${String(rows.length)} of these examples, ${here}: ${causeOf(best.way)}`,
  ];
}

/** Which of the rows are right; null without an answer. */
function rightIn(outcome: ProbeOutcome | undefined, set: ExampleSet, rows: readonly number[]): boolean[] | null {
  const output = outcome?.status === 'returned' ? outcome.returned.outputs['value'] : undefined;
  if (output?.kind !== 'numbers' || output.data.shape.length !== 2 || output.data.shape[0] !== rows.length) return null;
  const { classes } = predictClasses(output.data, set.classes);
  return rows.map((row, place) => classes[place] === set.labels[row]);
}

/** A sign test: by chance, the examples on which the two differ would be split equally. */
function isMuchBetter(asAsked: readonly boolean[], otherwise: readonly boolean[]): boolean {
  const total = asAsked.length;
  const gained = countOf(otherwise.map((isRight, place) => isRight && asAsked[place] === false));
  const lost = countOf(asAsked.map((isRight, place) => isRight && otherwise[place] === false));
  if (!isTelling(countOf(asAsked) / total, countOf(otherwise) / total)) return false;
  return (gained - lost) ** 2 >= SURE ** 2 * (gained + lost);
}

function countOf(which: readonly boolean[]): number {
  return which.filter(Boolean).length;
}
