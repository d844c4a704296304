/**
 * Grades the log of a training run: half of the points for a readable log, half for a decreasing loss; nothing for a
 * log with so few different values that no training can have written it.
 */
import { readCurve, FEWEST_ROWS, type Curve, type CurveVerdict } from '../../numerics/loss-curve.js';
import type { CheckOf } from '../../schema/checks.js';
import { POINTER_OF_STUDENT } from '../../files/lfs.js';
import { failWith } from '../../checks/judging/failure.js';
import type { Judge, Judgement } from '../../checks/judging/judge.js';
import { valueOf } from '../../checks/telling/shown.js';
import { readLog, type Log } from './read-log.js';
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
  const read = readLog(found.bytes);
  if (!read.ok) return failWith({ code: 'LOAD_FAILED', message: `${file}${read.sentence}` });
  return judgeLog(check, read.log);
};

/** Points of a curve in a report. */
const MOST_POINTS = 400;
const OVERFITTING: readonly CurveVerdict[] = ['rose-again', 'blew-up'];

function judgeLog(check: CheckOf<'loss-log'>, { steps, train, valid }: Log): Judgement {
  const fewest = check.rows ?? FEWEST_ROWS;
  const curve = readCurve(train, fewest);
  const held = valid.values.length === 0 ? null : readCurve(valid.values, fewest);
  const stopAt = held !== null && OVERFITTING.includes(held.verdict) ? stepAt(held, valid.steps) : null;
  const untrained = curve.verdict === 'too-short' ? null : findUntrained(train);
  const sentences = [
    untrained ?? describeTraining(curve, stepAt(curve, steps), train.length, fewest),
    ...(stopAt === null ? [] : [`the validation loss rises after step ${String(stopAt)}: it overfits, stop there`]),
  ];
  return {
    earned: untrained === null ? check.points * creditOf(curve) : 0,
    summary: sentences.join('; '),
    evidence: {
      type: 'loss-log',
      rows: train.length,
      train: curve.verdict,
      valid: held?.verdict ?? null,
      curve: {
        train: curveOf(steps, train),
        valid: valid.values.length === 0 ? null : curveOf(valid.steps, valid.values),
      },
      stopAt,
    },
  };
}

function curveOf(steps: readonly number[], values: readonly number[]) {
  const { steps: kept, values: numbers } = thinned({ steps, values }, MOST_POINTS);
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

function creditOf({ verdict }: Curve): number {
  if (verdict === 'too-short') return 0;
  return verdict === 'plateau' || verdict === 'still-decreasing' ? 1 : 0.5;
}

function describeTraining({ verdict }: Curve, step: number | null, rows: number, fewest: number): string {
  const at = step === null ? '' : ` at step ${String(step)}`;
  switch (verdict) {
    case 'non-finite':
      return `the training loss is not finite${at}: is the learning rate too large, or log taken of 0?`;
    case 'too-short':
      return `the log has ${counted(rows, 'row')}, at least ${String(fewest)} are needed to see a trend`;
    case 'blew-up':
      return 'the training loss grows: is the learning rate too large, or a sign wrong?';
    case 'not-decreasing':
      return 'the training loss does not go down: is the gradient used at all, with a fitting learning rate?';
    case 'rose-again':
      return `the training loss goes down and rises again after step ${String(step)}: is the learning rate too large?`;
    case 'still-decreasing':
      return 'the training loss goes down, and still does at the end';
    case 'plateau':
      return 'the training loss goes down and levels off';
  }
}
