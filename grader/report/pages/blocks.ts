/** Draws the blocks that kinds of checks tell. A type of block without a drawing does not compile. */
import type { Block, NamedTensor, State } from '../../checks/telling/blocks.js';
import type { ShownTensor, Value } from '../../schema/evidence.js';
import { bars, curves, ramp } from './figures/charts.js';
import { graphFigure } from './figures/graph.js';
import { confusionMatrix, differenceMap } from './figures/heat.js';
import { decisionMap, gallery } from './figures/maps.js';
import { html, named, NOTHING, said, scrolling, type SafeHtml } from './html.js';

type Of<T extends Block['type']> = Extract<Block, { type: T }>;

const DRAWN: { readonly [T in Block['type']]: (block: Of<T>) => SafeHtml } = {
  text: ({ text, tone = 'plain' }) => html`<p class="${tone}">${said(text)}</p>`,
  code: ({ title, text }) =>
    html`<h4>${named(title)}</h4>
      <pre tabindex="0">${said(text, LONGEST_CODE)}</pre>`,
  table: drawTable,
  tensors: ({ title, tensors }) =>
    html`<h4>${named(title)}</h4>
      <div class="tensors">${tensors.map(drawTensor)}</div>`,
  'worst-places': ({ title, places }) => {
    const rows = places.map(({ at, got, expected }) => ({
      cells: [`[${at.join(', ')}]`, shownValue(got), shownValue(expected)],
    }));
    return drawTable({ type: 'table', title, head: ['place', 'got', 'expected'], rows });
  },
  'difference-map': ({ title, map }) => differenceMap(title, map),
  graph: ({ title, graph, states, firstWrong }) => graphFigure(title, graph, states, firstWrong),
  confusion: ({ title, classes, counts }) => confusionMatrix(title, classes, counts),
  pictures: ({ title, pictures }) => gallery(title, pictures),
  ramp: ({ title, value, from, to, interval }) => ramp(title, value, { from, to }, interval),
  curves: ({ title, curves: all, mark }) => curves(title, all, mark),
  'decision-map': ({ title, ...map }) => decisionMap(title, map),
  bars: ({ title, bars: all }) => bars(title, all),
};

const LONGEST_CODE = 4000;

export function drawBlock(block: Block): SafeHtml {
  // the table pairs each type with its own drawing, which the type system cannot follow through the lookup
  return (DRAWN[block.type] as (block: Block) => SafeHtml)(block);
}

const MARKS: Readonly<Record<State, readonly [string, string]>> = {
  right: ['✓', 'right'],
  partly: ['◐', 'partly right'],
  wrong: ['✗', 'wrong'],
  'follow-on': ['↷', 'follows from an earlier mistake'],
  unknown: ['?', 'not assessed'],
};

function drawTable({ title, head, rows }: Of<'table'>): SafeHtml {
  const heads = head.map((text) => html`<th scope="col">${named(text)}</th>`);
  const lines = rows.map(({ cells: [first = '', ...others], state }) => {
    const [mark, words] = state === undefined ? ['', ''] : MARKS[state];
    const sign =
      state === undefined
        ? NOTHING
        : html`<span class="sign ${state}" role="img" aria-label="${words}">${mark}</span> `;
    return html`<tr>
      <th scope="row">${sign}${named(first)}</th>
      ${others.map((cell) => html`<td>${said(cell)}</td>`)}
    </tr>`;
  });
  const table = html`<table>
    <caption>
      ${named(title)}
    </caption>
    <thead>
      <tr>
        ${heads}
      </tr>
    </thead>
    <tbody>
      ${lines}
    </tbody>
  </table>`;
  return scrolling(title, table);
}

function drawTensor({ name, tensor }: NamedTensor): SafeHtml {
  const { shape, values } = tensor;
  const size = shape.length === 0 ? 'a number' : `[${shape.join(', ')}]`;
  const shown = values === undefined ? html`<p class="quiet">too large to list</p>` : drawValues(shape, values);
  return html`<div class="tensor">
    <h5>${named(name)} <span class="quiet">${size}</span></h5>
    ${shown}
  </div>`;
}

/** As a matrix: the last side across, all others down. */
function drawValues(shape: ShownTensor['shape'], values: readonly Value[]): SafeHtml {
  const across = Math.max(1, shape.at(-1) ?? 1);
  const rows = Array.from({ length: Math.ceil(values.length / across) }, (_row, row) =>
    values.slice(row * across, (row + 1) * across),
  );
  if (rows.length === 0) return html`<p class="quiet">empty</p>`;
  const lines = rows.map(
    (row) =>
      html`<tr>
        ${row.map((value) => html`<td>${shownValue(value)}</td>`)}
      </tr>`,
  );
  const table = html`<table class="values">
    <tbody>
      ${lines}
    </tbody>
  </table>`;
  return scrolling('values', table);
}

const shownValue = (value: Value) =>
  typeof value === 'number' ? String(value) : value === 'NaN' ? 'NaN' : value.replace('Infinity', '∞');
