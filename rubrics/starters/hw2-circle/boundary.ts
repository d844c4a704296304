/** Draws what a classifier says of every place in the square, as a picture (SVG) that every browser opens. */
import type { Points } from './points';
import * as tf from './tf';

const CELLS = 64;
const SIDE = 8;
const SHOWN_POINTS = 200;

/** Blue: inside, according to the network; yellow: outside. Dots have the colour of their label. */
export function drawBoundary(model: tf.LayersModel, { x, label }: Points): string {
  const centres = Array.from({ length: CELLS }, (_, index) => -1 + (2 * index + 1) / CELLS);
  const cells = centres.flatMap((y) => centres.map((x) => [x, y]));
  const inside = tf.tidy(() => (model.predict(tf.tensor2d(cells)) as tf.Tensor2D).dataSync());
  const place = (value: number) => (((value + 1) / 2) * CELLS * SIDE).toFixed(1);
  const squares = cells.map(([x, y], index) => {
    const [left, top] = [place(x - 1 / CELLS), place(-y - 1 / CELLS)];
    const colour = inside[index] > 0.5 ? '#56b4e9' : '#f0e442';
    return `<rect x="${left}" y="${top}" width="${SIDE + 0.5}" height="${SIDE + 0.5}" fill="${colour}"/>`;
  });
  const labels = label.dataSync();
  const dots = x
    .arraySync()
    .slice(0, SHOWN_POINTS)
    .map(([x, y], index) => {
      const colour = labels[index] > 0.5 ? '#0072b2' : '#8a7a00';
      return `<circle cx="${place(x)}" cy="${place(-y)}" r="3" fill="${colour}" stroke="white"/>`;
    });
  const size = CELLS * SIDE;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="${size}" height="${size}">`,
    '<title>Blue: inside, according to the network; yellow: outside. Dots: the data.</title>',
    ...squares,
    ...dots,
    '</svg>',
    '',
  ].join('\n');
}
