/** Pictures of examples: what a model predicts over the plane, and images that it takes for another class. */
import type { MapPoint } from '../../../checks/telling/blocks.js';
import type { Picture } from '../../../schema/evidence.js';
import { planeWords } from '../../figure-words.js';
import { html, named, NOTHING, type SafeHtml } from '../html.js';
import { figure, round } from './figure.js';
import { cutText } from '../../printable.js';

const SIDE = 320;

export interface DecisionMap {
  readonly classes: readonly string[];
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  /** Class numbers; the first row is the lowest y. */
  readonly cells: readonly (readonly number[])[];
  readonly points: readonly MapPoint[];
}

/** Neighbouring cells of one class are one rectangle, which keeps the page small. */
export function decisionMap(title: string, { classes, x, y, cells, points }: DecisionMap): SafeHtml {
  const [rows, columns] = [cells.length, cells[0]?.length ?? 1];
  const [width, height] = [SIDE / columns, SIDE / rows];
  const drawn = cells.flatMap((row, index) =>
    runsOf(row).map(({ from, to, label }) => {
      const place = html`x="${round(from * width)}" y="${round(SIDE - (index + 1) * height)}"
      width="${round((to - from) * width)}" height="${round(height + 0.2)}"`;
      return html`<rect class="area k${label % 6}" ${place} />`;
    }),
  );
  const dots = points.map((point) => {
    const left = ((point.x - x[0]) / (x[1] - x[0])) * SIDE;
    const top = SIDE - ((point.y - y[0]) / (y[1] - y[0])) * SIDE;
    return html`<circle
      class="point k${point.label % 6}${point.right ? '' : ' missed'}"
      cx="${round(left)}"
      cy="${round(top)}"
      r="${point.right ? 2.5 : 4}"
    />`;
  });
  const missed = points.filter(({ right }) => !right).length;
  const key = missed === 0 ? '' : missed === 1 ? ' It is the large circle.' : ' They are the large circles.';
  const words = `${planeWords({ classes, x, y, cells, points })}${key}`;
  return figure({ title, words, width: SIDE, height: SIDE }, [drawn, dots]);
}

function runsOf(row: readonly number[]): { from: number; to: number; label: number }[] {
  const runs: { from: number; to: number; label: number }[] = [];
  for (const [index, label] of row.entries()) {
    const last = runs.at(-1);
    if (last?.label === label) last.to = index + 1;
    else runs.push({ from: index, to: index + 1, label });
  }
  return runs;
}

/** Base64 and nothing else: an address must not be able to leave the attribute, or be another kind of address. */
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** One image; nothing if it is not what it should be. */
export function picture({ width, height, png }: Picture, words: string): SafeHtml {
  if (!BASE64.test(png)) return NOTHING;
  return html`<img
    src="data:image/png;base64,${png}"
    width="${width * 2}"
    height="${height * 2}"
    alt="${cutText(words, 200)}"
  />`;
}

/** Images in rows, each with what it is. */
export function gallery(
  title: string,
  pictures: readonly { readonly caption: string; readonly pictures: readonly Picture[] }[],
): SafeHtml {
  const items = pictures.map(
    ({ caption, pictures: images }) =>
      html`<li>${images.map((image) => picture(image, caption))}<span>${named(caption)}</span></li>`,
  );
  return html`<h4>${named(title)}</h4>
    <ul class="gallery">
      ${items}
    </ul>`;
}
