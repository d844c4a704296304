/** Matrices as coloured cells: where a tensor differs, and which classes are taken for which. */
import type { Value } from '../../../schema/evidence.js';
import { digits, html, type SafeHtml } from '../html.js';
import { figure, label, round } from './figure.js';
import { cutText } from '../../printable.js';

const SIDE = 360;

/** `map.values` are mean |difference| of blocks; what is not finite is drawn as the worst. */
export function differenceMap(
  title: string,
  {
    rows,
    columns,
    values,
  }: { readonly rows: number; readonly columns: number; readonly values: readonly (readonly Value[])[] },
): SafeHtml {
  const finite = values.flat().filter((value) => typeof value === 'number');
  const largest = finite.reduce((most, value) => Math.max(most, value), 0);
  const [height, width] = [values.length, values[0]?.length ?? 1];
  const cell = Math.min(28, SIDE / Math.max(1, width));
  const cells = values.map((row, y) =>
    row.map((value, x) => {
      const share = typeof value === 'number' ? (largest === 0 ? 0 : value / largest) : 1;
      const place = html`x="${round(x * cell)}" y="${round(y * cell)}" width="${round(cell)}" height="${round(cell)}"`;
      return html`<rect class="heat" ${place} fill-opacity="${Math.round(share * 100) / 100}" />`;
    }),
  );
  const [row, column] = worstOf(values);
  const odd = finite.length < height * width ? '; some of it is not finite' : '';
  const words =
    largest === 0 && odd === ''
      ? 'There is no difference.'
      : `A matrix of ${String(rows)} x ${String(columns)}; the darkest block is block ${String(row + 1)} of ${String(height)} from above and ${String(column + 1)} of ${String(width)} from the left, with a mean difference of ${digits(largest)}${odd}.`;
  return figure({ title, words, width: width * cell, height: height * cell }, cells);
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

const NAME = 92;

/** Rows are true classes, columns predicted ones; the numbers stand in the cells. */
export function confusionMatrix(
  title: string,
  classes: readonly string[],
  counts: readonly (readonly number[])[],
): SafeHtml {
  const cell = Math.max(26, Math.min(48, SIDE / Math.max(1, classes.length)));
  const largest = Math.max(1, ...counts.map((row) => Math.max(0, ...row)));
  const drawn = counts.map((row, y) =>
    row.map((count, x) => {
      const place = html`x="${round(NAME + x * cell)}" y="${round(24 + y * cell)}" width="${round(cell - 1)}"
      height="${round(cell - 1)}"`;
      const shade = Math.round((count / largest) * 100) / 100;
      const kind = x === y ? 'good' : 'heat';
      const text =
        count === 0
          ? html``
          : label(NAME + (x + 0.5) * cell, 24 + (y + 0.5) * cell + 4, String(count), shade > 0.55 ? 'mid onto' : 'mid');
      return html`<rect class="${kind}" ${place} fill-opacity="${Math.max(0.04, shade)}" />${text}`;
    }),
  );
  const rows = classes.map((name, y) => label(NAME - 6, 24 + (y + 0.5) * cell + 4, cutText(name, 13), 'end'));
  const heads = classes.map((name, x) =>
    label(NAME + (x + 0.5) * cell, 16, cutText(name, Math.max(3, Math.floor(cell / 7))), 'mid'),
  );
  const frame = {
    title,
    words: confusionWords(classes, counts),
    width: NAME + classes.length * cell,
    height: 28 + classes.length * cell,
  };
  return figure(frame, [drawn, rows, heads]);
}

/** Names the three commonest confusions. */
function confusionWords(classes: readonly string[], counts: readonly (readonly number[])[]): string {
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
