/** Matrices as coloured cells: where a tensor differs, and which classes are taken for which. */
import { confusionWords, differenceWords, type BlockMap } from '../../figure-words.js';
import { html, type SafeHtml } from '../html.js';
import { figure, label, round } from './figure.js';
import { cutText } from '../../printable.js';

const SIDE = 360;

/** What is not finite is drawn as the worst. */
export function differenceMap(title: string, { rows, columns, values }: BlockMap): SafeHtml {
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
  const words = differenceWords({ rows, columns, values });
  return figure({ title, words, width: width * cell, height: height * cell }, cells);
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
    words: confusionWords({ classes, counts }),
    width: NAME + classes.length * cell,
    height: 28 + classes.length * cell,
  };
  return figure(frame, [drawn, rows, heads]);
}
