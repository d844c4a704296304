/**
 * Grades the log of a training run: half of the points for a readable log, or the share of it that its rows show if the
 * rubric says how close they should be; half for a decreasing loss; nothing for a log with so few different values that
 * no training can have written it.
 */
import { readCurve, FEWEST_ROWS, type Curve, type CurveVerdict } from '../../numerics/loss-curve.js';
import type { CheckOf } from '../../schema/checks.js';
import type { Evidence } from '../../schema/report.js';
import { POINTER_OF_STUDENT } from '../../files/lfs.js';
import { failWith } from '../../checks/judging/failure.js';
import type { Judge, Judgement } from '../../checks/judging/judge.js';
import { valueOf } from '../../checks/telling/shown.js';
import type { Axis } from './columns.js';
import { readLog } from './read-log.js';
import { spacingOf, tellSpacing, type Spacing } from './spacing.js';
import type { Log, Series } from './steps.js';
import { thinned } from './thinned.js';
import { counted } from '../../text/counted.js';

/** Training gives ever new values; a log with fewer different ones is not from training. */
const FEWEST_VALUES = 3;
export const judgeLossLog: Judge<'loss-log'> = (check, { documents }) => {
  const { file } = check;
  const found = documents.get(file);
  if (found === undefined) throw new Error(`${file} was not planned to be read`);
  if (found.status === 'missing') {
    return failWith({ code: 'MISSING_FILE', message: `${file} is missing${found.near ?? ''}` });
  }
  if (found.status === 'pointer') {
    return failWith({ code: 'LOAD_FAILED', message: `${file} ${POINTER_OF_STUDENT}` });
  }
  if (found.status === 'too-large') {
    const message = `${file} has ${String(found.bytes)} bytes, at most ${String(found.limit)}: log fewer steps`;
    return failWith({ code: 'TOO_LARGE', message });
  }
  const read = readLog(found.bytes, check.columns);
  if (!read.ok) return failWith({ code: 'LOAD_FAILED', message: `${file}${read.sentence}` });
  return judgeLog(check, read.log);
};

/** Points of a curve in a report. */
const MOST_POINTS = 400;
const OVERFITTING: readonly CurveVerdict[] = ['rose-again', 'blew-up'];

function judgeLog(check: CheckOf<'loss-log'>, log: Log): Judgement {
  const { train } = log;
  const fewest = check.rows ?? FEWEST_ROWS;
  const curve = readCurve(train.values, fewest);
  const untrained = curve.verdict === 'too-short' ? null : findUntrained(train.values);
  const spacing = spacingIn(check, log);
  const unknown = unknownSpacing(check, log);
  const valid = examineValid(log);
  const sentences = [
    untrained ?? describeTraining(curve, log, fewest),
    // they say where the other rows are
    ...(curve.verdict === 'too-short' ? log.notes : []),
    ...describeRest(log, spacing, valid.stopAt),
  ];
  return {
    earned: untrained === null ? check.points * creditOf(curve, spacing?.share ?? 1) : 0,
    summary: sentences.join('; '),
    evidence: evidenceOf(log, {
      ...{ train: curve.verdict, valid: valid.verdict, stopAt: valid.stopAt },
      ...(spacing === null ? {} : { spacing }),
      notes: unknown === null ? log.notes : [...log.notes, unknown],
    }),
    ...(unknown === null ? {} : { review: unknown }),
  };
}

/** What is to be said besides the course of the training loss. */
function describeRest(log: Log, spacing: Spacing | null, stopAt: number | null): readonly string[] {
  const apart = spacing === null ? null : tellSpacing(spacing);
  const stop =
    stopAt === null ? null : `the validation loss rises after${placeIn(log, stopAt)}: it overfits, stop there`;
  return [apart, stop].filter((sentence) => sentence !== null);
}

interface Examined {
  readonly train: CurveVerdict;
  readonly valid: CurveVerdict | null;
  readonly stopAt: number | null;
  readonly spacing?: Spacing;
  readonly notes: readonly string[];
}

function evidenceOf({ axis, train, valid }: Log, { notes, ...examined }: Examined): Evidence {
  return {
    type: 'loss-log',
    rows: train.values.length,
    ...examined,
    curve: { train: curveOf(train), valid: examined.valid === null ? null : curveOf(valid) },
    ...(axis === 'steps' ? {} : { axis }),
    ...(notes.length === 0 ? {} : { notes: [...notes] }),
  };
}

/** Null unless the rubric asks for it, and the log counts steps. */
function spacingIn({ every }: CheckOf<'loss-log'>, { axis, train }: Log): Spacing | null {
  return every === undefined || axis !== 'steps' ? null : spacingOf(train.steps, every);
}

/** The course of the validation loss, and the step after which it got worse. */
function examineValid({ valid }: Log): { readonly verdict: CurveVerdict | null; readonly stopAt: number | null } {
  if (valid.values.length === 0) return { verdict: null, stopAt: null };
  // how many rows of training are asked for does not say how often to validate
  const curve = readCurve(valid.values, FEWEST_ROWS);
  return { verdict: curve.verdict, stopAt: OVERFITTING.includes(curve.verdict) ? stepAt(curve, valid.steps) : null };
}

/** One of what the log counts. */
const WORDS: Readonly<Record<Axis, string>> = { steps: 'step', epochs: 'epoch', rows: 'row' };

/** A log that does not count steps loses no points for their distance, and staff are told; null if it does. */
function unknownSpacing({ every }: CheckOf<'loss-log'>, { axis }: Log): string | null {
  if (every === undefined || axis === 'steps') return null;
  return `the log counts ${axis}, not steps: whether it has a row every ${counted(every, 'step')} cannot be told`;
}

/** Such as ` step 30`; empty if it is nowhere. */
function placeIn({ axis }: Log, step: number | null): string {
  return step === null ? '' : ` ${WORDS[axis]} ${String(step)}`;
}

function curveOf(series: Series) {
  const { steps: kept, values: numbers } = thinned(series, MOST_POINTS);
  return { steps: [...kept], values: numbers.map(valueOf) };
}

function stepAt({ row }: Curve, steps: readonly number[]): number | null {
  return row === null ? null : (steps[row] ?? null);
}

/** A sentence if there are too few different values for training; null if there are enough. */
function findUntrained(train: readonly number[]): string | null {
  const values = new Set(train.filter((value) => Number.isFinite(value)));
  if (values.size >= FEWEST_VALUES) return null;
  const found =
    values.size === 0 ? 'no finite value' : values.size === 1 ? 'one value' : `${String(values.size)} values`;
  return `the training loss has ${found} in ${counted(train.length, 'row')}, which no training gives: log the loss of every step`;
}

/** `shown`: the share of the rows that were asked for. */
function creditOf({ verdict }: Curve, shown: number): number {
  if (verdict === 'too-short') return 0;
  return shown / 2 + (verdict === 'plateau' || verdict === 'still-decreasing' ? 0.5 : 0);
}

function describeTraining(curve: Curve, log: Log, fewest: number): string {
  const place = placeIn(log, stepAt(curve, log.train.steps));
  switch (curve.verdict) {
    case 'non-finite':
      return `the training loss is not finite at${place}: is the learning rate too large, or log taken of 0?`;
    case 'too-short':
      return `the log has ${counted(log.train.values.length, 'row')}, at least ${String(fewest)} are needed to see a trend`;
    case 'blew-up':
      return 'the training loss grows: is the learning rate too large, or a sign wrong?';
    case 'not-decreasing':
      return 'the training loss does not go down: is the gradient used at all, with a fitting learning rate?';
    case 'rose-again':
      return `the training loss goes down and rises again after${place}: is the learning rate too large?`;
    case 'still-decreasing':
      return 'the training loss goes down, and still does at the end';
    case 'plateau':
      return 'the training loss goes down and levels off';
  }
}
