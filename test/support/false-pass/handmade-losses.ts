/** The four losses of Homework 3 computed by hand, independently of the reference engine. */
import type { ReferenceSample } from '../../../grader/stages/resolved.js';

type Loss = (row: readonly number[], label: number) => number;

function softmax(row: readonly number[]): number[] {
  const powers = row.map((score) => Math.exp(score - Math.max(...row)));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

const toOneHot = (row: readonly number[], label: number) =>
  row.reduce((sum, score, place) => sum + (score - Number(place === label)) ** 2, 0);

const LOSSES: Readonly<Record<string, Loss>> = {
  regress: ([out = NaN], label) => (out - label) ** 2,
  onehot: toOneHot,
  ll: (row, label) => -Math.log(softmax(row)[label] ?? NaN),
  l2: (row, label) => toOneHot(softmax(row), label),
};

/** The mean over the batch. */
export function lossByHand(network: string, { values: { out, label } }: ReferenceSample): number {
  const loss = LOSSES[network];
  if (loss === undefined || out === undefined || label === undefined) throw new Error(`no loss ${network}`);
  const width = out.values.length / label.values.length;
  const losses = Array.from(label.values, (one, row) =>
    loss([...out.values.slice(row * width, (row + 1) * width)], one),
  );
  return losses.reduce((sum, value) => sum + value, 0) / losses.length;
}
