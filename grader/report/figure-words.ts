/**
 * What figures show, in words: below the pictures of a page, for those who do not see them, and in a terminal. Pure; equal
 * arguments give equal text.
 */
import type { Block, State } from '../checks/telling/blocks.js';
import type { Graph, Value } from '../schema/evidence.js';
import { digits } from '../text/digits.js';
import { cutText } from './printable.js';

type Of<T extends Block['type']> = Omit<Extract<Block, { type: T }>, 'type' | 'title'>;

export function curveWords({ curves, mark }: Of<'curves'>): string {
  const told = curves.map(({ name, values }) => {
    const numbers = values.filter((value) => typeof value === 'number');
    if (numbers.length === 0) return `${name} has no finite value`;
    const odd = values.length - numbers.length;
    const rest =
      odd === 0 ? '' : ` and ${odd === 1 ? 'one value that is' : `${String(odd)} values that are`} not finite`;
    return `${name} goes from ${digits(numbers[0] ?? 0)} to ${digits(numbers.at(-1) ?? 0)}, with a minimum of ${digits(least(numbers))}${rest}`;
  });
  return `${[...told, ...(mark === null ? [] : [mark.text])].join('; ')}.`;
}

/** An accuracy on its ramp. */
export function rampWords({ value, from, to, interval }: Of<'ramp'>): string {
  const within = interval === null ? '' : `, 95 % interval ${percent(interval.lower)} to ${percent(interval.upper)}`;
  return `${percent(value)}${within}. Nothing is earned up to ${percent(from)}, everything from ${percent(to)}.`;
}

export function barWords({ bars }: Of<'bars'>): string {
  return `${bars.map(({ name, value }) => `${cutText(name, 40)}: ${digits(value)}`).join(', ')}.`;
}

export interface BlockMap {
  readonly rows: number;
  readonly columns: number;
  /** Mean |difference| of each block; what is not finite is the worst. */
  readonly values: readonly (readonly Value[])[];
}

export function differenceWords({ rows, columns, values }: BlockMap): string {
  const finite = values.flat().filter((value) => typeof value === 'number');
  const largest = finite.reduce((most, value) => Math.max(most, value), 0);
  const [height, width] = [values.length, values[0]?.length ?? 1];
  const [row, column] = worstOf(values);
  const odd = finite.length < height * width ? '; some of it is not finite' : '';
  if (largest === 0 && odd === '') return 'There is no difference.';
  return `A matrix of ${String(rows)} x ${String(columns)}; the block that differs most is block ${String(row + 1)} of ${String(height)} from above and ${String(column + 1)} of ${String(width)} from the left, with a mean difference of ${digits(largest)}${odd}.`;
}

function worstOf(values: readonly (readonly Value[])[]): [number, number] {
  let [worst, place]: [number, [number, number]] = [-1, [0, 0]];
  for (const [row, line] of values.entries()) {
    for (const [column, value] of line.entries()) {
      const size = typeof value === 'number' ? value : Infinity;
      if (size > worst) [worst, place] = [size, [row, column]];
    }
  }
  return place;
}

/** Names the three commonest confusions. */
export function confusionWords({ classes, counts }: Of<'confusion'>): string {
  const wrong = counts
    .flatMap((row, truth) => row.map((count, predicted) => ({ truth, predicted, count })))
    .filter(({ truth, predicted, count }) => truth !== predicted && count > 0)
    .sort((a, b) => b.count - a.count || a.truth - b.truth || a.predicted - b.predicted)
    .slice(0, 3);
  const rows = 'Rows are true classes, columns predicted ones.';
  if (wrong.length === 0) return `${rows} No example is taken for another class.`;
  const name = (label: number) => cutText(classes[label] ?? String(label), 40);
  const told = wrong.map(({ truth, predicted, count }) => `${name(truth)} for ${name(predicted)} (${String(count)})`);
  return `${rows} The commonest confusions: ${told.join(', ')}.`;
}

/** What a model predicts over the plane. */
export function planeWords({ classes, x, y, cells, points }: Of<'decision-map'>): string {
  const missed = points.filter(({ right }) => !right).length;
  const shares = classes.map((name, label) => `${cutText(name, 40)} on ${share(cells, label)} %`);
  return `From ${digits(x[0])} to ${digits(x[1])} across and ${digits(y[0])} to ${digits(y[1])} up, the model predicts ${shares.join(', ')} of the plane. ${missedWords(points.length, missed)}`;
}

function missedWords(count: number, missed: number): string {
  const shown = `Of ${String(count)} ${count === 1 ? 'example' : 'examples'} shown`;
  if (missed === 0) return `${shown}, none is classified wrong.`;
  return `${shown}, ${missed === 1 ? '1 is' : `${String(missed)} are`} classified wrong.`;
}

function share(cells: readonly (readonly number[])[], label: number): string {
  const all = cells.flat();
  return String(Math.round((all.filter((one) => one === label).length / Math.max(1, all.length)) * 100));
}

/** A larger network is told up to here. */
export const MOST_NODES = 40;

const STATES: Readonly<Record<State, string>> = {
  right: 'right',
  partly: 'partly right',
  wrong: 'wrong',
  'follow-on': 'wrong only because of an earlier mistake',
  unknown: 'not assessed',
};

export function graphWords(
  { nodes }: Graph,
  states: Readonly<Record<string, State>>,
  firstWrong: string | null,
): string {
  const chain = nodes.map(
    ({ name, op, of }) => `${cutText(name, 30)} = ${op}(${of.map((operand) => cutText(operand, 30)).join(', ')})`,
  );
  const groups = (Object.keys(STATES) as State[]).flatMap((state) => {
    const names = Object.entries(states).flatMap(([name, one]) => (one === state ? [cutText(name, 30)] : []));
    return names.length === 0 ? [] : [`${STATES[state]}: ${names.join(', ')}`];
  });
  const first = firstWrong === null ? [] : [`the first wrong one is ${cutText(firstWrong, 30)}`];
  return `${chain.slice(0, MOST_NODES).join('; ')}. ${capital([...groups, ...first].join('; '))}.`;
}

const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);

const percent = (share: number) => `${String(Math.round(share * 1000) / 10)} %`;
const least = (values: readonly number[]) => values.reduce((a, b) => Math.min(a, b), Infinity);
