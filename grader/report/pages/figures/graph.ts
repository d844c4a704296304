/**
 * A network as its graph, from the inputs to the loss: nodes in columns by their distance from the inputs, coloured and
 * marked by what was found of them.
 */
import type { State } from '../../../checks/telling/blocks.js';
import type { Graph } from '../../../schema/evidence.js';
import { html, type SafeHtml } from '../html.js';
import { graphWords, MOST_NODES } from '../../figure-words.js';
import { figure, label, round } from './figure.js';
import { cutText } from '../../printable.js';

const [COLUMN, ROW, BOX_WIDTH, BOX_HEIGHT] = [124, 46, 96, 30];

const MARKS: Readonly<Record<State, string>> = { right: '✓', partly: '◐', wrong: '✗', 'follow-on': '↷', unknown: '?' };
interface Placed {
  readonly name: string;
  readonly op: string;
  readonly of: readonly string[];
  readonly x: number;
  readonly y: number;
}

/** `states` by the names of inputs and nodes; those without a state were not asked for. */
export function graphFigure(
  title: string,
  graph: Graph,
  states: Readonly<Record<string, State>>,
  firstWrong: string | null,
): SafeHtml {
  const words = graphWords(graph, states, firstWrong);
  const names = new Set(graph.nodes.flatMap(({ of }) => of));
  const inputs = graph.inputs.filter((name) => names.has(name));
  // a larger network is told in words only
  if (inputs.length + graph.nodes.length > MOST_NODES) return html`<p>${words}</p>`;
  const placed = place(inputs, graph);
  const at = new Map(placed.map((node) => [node.name, node]));
  const edges = placed.flatMap((node) =>
    node.of.flatMap((name) => {
      const from = at.get(name);
      if (from === undefined) return [];
      const [x1, y1, x2, y2] = [from.x + BOX_WIDTH, from.y + BOX_HEIGHT / 2, node.x, node.y + BOX_HEIGHT / 2];
      const bend = (x1 + x2) / 2;
      return [
        html`<path
          class="edge"
          d="M${round(x1)} ${round(y1)}C${round(bend)} ${round(y1)} ${round(bend)} ${round(y2)} ${round(x2)} ${round(y2)}"
        />`,
      ];
    }),
  );
  const boxes = placed.map(({ name, op, x, y }) => {
    const state = Object.hasOwn(states, name) ? states[name] : undefined;
    const kind = `node ${state ?? 'unasked'}${name === firstWrong ? ' first' : ''}`;
    const mark = state === undefined ? '' : `${MARKS[state]} `;
    const text = op === '' ? cutText(name, 12) : `${cutText(name, 8)} · ${cutText(op, 8)}`;
    const box = html`<rect
      class="${kind}"
      x="${round(x)}"
      y="${round(y)}"
      width="${BOX_WIDTH}"
      height="${BOX_HEIGHT}"
      rx="5"
    />`;
    return [box, label(x + BOX_WIDTH / 2, y + BOX_HEIGHT / 2 + 4, `${mark}${text}`, 'mid small')];
  });
  const width = Math.max(...placed.map(({ x }) => x)) + BOX_WIDTH + 2;
  const height = Math.max(...placed.map(({ y }) => y)) + BOX_HEIGHT + 2;
  return figure({ title, words, width, height }, [edges, boxes]);
}

/** Inputs stand in the column before the first node that uses them. */
function place(inputs: readonly string[], { nodes }: Graph): readonly Placed[] {
  const depth = new Map<string, number>();
  for (const { name, of } of nodes)
    depth.set(name, 1 + of.reduce((most, operand) => Math.max(most, depth.get(operand) ?? 0), 0));
  for (const name of inputs) {
    const users = nodes.filter(({ of }) => of.includes(name)).map((node) => depth.get(node.name) ?? 1);
    depth.set(name, Math.min(...users) - 1);
  }
  const rows = new Map<number, number>();
  const all = [...nodes, ...inputs.map((name) => ({ name, op: '', of: [] }))];
  return all.map(({ name, op, of }) => {
    const column = depth.get(name) ?? 0;
    const row = rows.get(column) ?? 0;
    rows.set(column, row + 1);
    return { name, op, of, x: 1 + column * COLUMN, y: 1 + row * ROW };
  });
}
