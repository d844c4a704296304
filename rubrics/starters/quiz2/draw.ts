/** Draws points, a line and a curve as a picture (SVG) that every browser opens. */

export interface Fit {
  readonly xs: readonly number[];
  /** What should be learned: dots. */
  readonly ys: readonly number[];
  /** Grey. */
  readonly line: readonly number[];
  /** Blue; null if it was not trained. */
  readonly network: readonly number[] | null;
}

const WIDTH = 640;
const HEIGHT = 400;

/** The text of an SVG file, for x from -2 to 2 and y from -2 to 2. */
export function drawFit({ xs, ys, line, network }: Fit): string {
  const place = (x: number, y: number) =>
    `${(((x + 2) / 4) * WIDTH).toFixed(1)},${(((2 - y) / 4) * HEIGHT).toFixed(1)}`;
  const path = (values: readonly number[], colour: string) =>
    `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${xs.map((x, index) => place(x, values[index])).join(' ')}"/>`;
  const dots = xs.map((x, index) => {
    const [cx, cy] = place(x, ys[index]).split(',');
    return `<circle cx="${cx}" cy="${cy}" r="3" fill="black"/>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}">`,
    '<title>Dots: the data. Grey: a straight line. Blue: your network.</title>',
    '<rect width="100%" height="100%" fill="white"/>',
    ...dots,
    path(line, 'grey'),
    network === null ? '' : path(network, 'blue'),
    '</svg>',
    '',
  ].join('\n');
}
