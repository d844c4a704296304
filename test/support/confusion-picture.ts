/** Draws the confusion matrix of single mistakes as an SVG: a row for each mistake made, a column for each claimed. */
import type { Row } from './confusion-rows.js';

const CELL = 11;
const LABELS = 215;
const TOP = 220;

/** Numbers are programs, in all networks and places. */
export function drawConfusion(rows: readonly Row[]): string {
  const made = rows.filter(({ expected }) => expected?.length === 1);
  const names = [...new Set(made.flatMap(({ expected }) => expected ?? []))];
  const columns = [...names, NOTHING];
  const counts = new Map<string, number>();
  for (const { expected, claimed } of made) {
    for (const claim of claimed.length === 0 ? [NOTHING] : claimed) {
      const key = `${expected?.[0] ?? ''} ${claim}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  const [width, height] = [LABELS + columns.length * CELL + 10, TOP + names.length * CELL + 10];
  const cells = names.flatMap((name, row) =>
    columns.flatMap((claim, column) => {
      const count = counts.get(`${name} ${claim}`) ?? 0;
      return count === 0 ? [] : [cell(row, column, count, name === claim ? 'right' : 'other')];
    }),
  );
  const left = names.map((name, row) => label(LABELS - 4, TOP + row * CELL + 9, name, 'end'));
  const above = columns.map((name, column) => {
    const x = LABELS + column * CELL + 9;
    return `<text x="${String(x)}" y="${String(TOP - 4)}" transform="rotate(-90 ${String(x)} ${String(TOP - 4)})">${name}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(width)} ${String(height)}" role="img" aria-label="Confusion matrix of single mistakes">`,
    '<style>text{font:8px sans-serif;fill:#222}.right{fill:#1a7f4b}.other{fill:#c2410c}.frame{fill:#f6f6f4;stroke:#d4d4d0}</style>',
    `<rect width="100%" height="100%" fill="#fff"/>`,
    `<rect class="frame" x="${String(LABELS)}" y="${String(TOP)}" width="${String(columns.length * CELL)}" height="${String(names.length * CELL)}"/>`,
    ...left,
    ...above,
    ...cells,
    '</svg>',
    '',
  ].join('\n');
}

const NOTHING = 'nothing';

function cell(row: number, column: number, count: number, kind: string): string {
  const [x, y] = [LABELS + column * CELL, TOP + row * CELL];
  return `<rect class="${kind}" x="${String(x + 1)}" y="${String(y + 1)}" width="9" height="9"><title>${String(count)} programs</title></rect>`;
}

function label(x: number, y: number, text: string, anchor: string): string {
  return `<text x="${String(x)}" y="${String(y)}" text-anchor="${anchor}">${text}</text>`;
}
