/**
 * Scaled dot-product attention of q, k, v [T,D] or [B,T,D]: softmax(q k^T / sqrt(d)) v for each head of d = D / heads
 * neighbouring columns, and its mistakes.
 */
import { matrix, entry, product, round, transposed, type Matrix } from '../matrix.js';
import type { Tensor32 } from '../program.js';
import type { Run, Step } from '../tape.js';
import { groupsOf, softmax, softmaxBackward } from './softmax.js';

interface Layer {
  readonly name: string;
  readonly of: readonly [q: string, k: string, v: string];
  readonly heads: number;
}

/** One head of one example; each [T, d]. */
interface Head {
  readonly q: Matrix;
  readonly k: Matrix;
  readonly v: Matrix;
}

interface Place {
  readonly start: number;
  readonly tokens: number;
  readonly width: number;
  /** Columns of the whole tensor. */
  readonly columns: number;
}

function places({ shape, values }: Tensor32, heads: number): Place[] {
  const [tokens = 1, columns = 1] = shape.slice(-2);
  const examples = values.length / (tokens * columns);
  const width = columns / heads;
  return Array.from({ length: examples * heads }, (_, index) => {
    const start = Math.floor(index / heads) * tokens * columns + (index % heads) * width;
    return { start, tokens, width, columns };
  });
}

function taken({ values }: Tensor32, { start, tokens, width, columns }: Place): Matrix {
  return matrix(tokens, width, (row, column) => values[start + row * columns + column] ?? NaN);
}

function put(into: Float32Array, { start, columns }: Place, from: Matrix): void {
  for (let row = 0; row < from.rows; row += 1)
    for (let column = 0; column < from.columns; column += 1)
      into[start + row * columns + column] = entry(from, row, column);
}

const asTensor = ({ rows, columns, values }: Matrix): Tensor32 => ({ shape: [rows, columns], values });
const asMatrix = ({ shape: [rows = 1, columns = 1], values }: Tensor32): Matrix => ({ rows, columns, values });
const scaled = (of: Matrix, by: number): Matrix => ({ ...of, values: of.values.map((value) => value * round(by)) });

function scaleOf(run: Run, name: string, width: number): number {
  if (run.switches.on('attention-scale-missing', name)) return 1;
  return run.switches.on('attention-scale-linear', name) ? 1 / width : 1 / Math.sqrt(width);
}

/** The weights [queries, keys] of one head. */
function weightsOf(run: Run, name: string, { q, k }: Head): Tensor32 {
  const isSwapped = run.switches.on('attention-query-key-swapped', name);
  const scores = isSwapped ? product(k, transposed(q)) : product(q, transposed(k));
  const tensor = asTensor(scaled(scores, scaleOf(run, name, q.columns)));
  return softmax(tensor, groupsOf(tensor, axisOf(run, name)));
}

const axisOf = (run: Run, name: string) =>
  run.switches.on('attention-softmax-over-queries', name) ? ('first' as const) : ('last' as const);

const mixed = (run: Run, name: string, { k, v }: Head) => (run.switches.on('attention-keys-as-values', name) ? k : v);

/** The gradients by q, k and v of one head from that by its output. */
function headBackward(run: Run, name: string, head: Head, gradient: Matrix): Head {
  const weights = weightsOf(run, name, head);
  const byWeights = asTensor(product(gradient, transposed(mixed(run, name, head))));
  const byScores = softmaxBackward(weights, byWeights, groupsOf(weights, axisOf(run, name)), false);
  const g = scaled(asMatrix(byScores), scaleOf(run, name, head.q.columns));
  const isSwapped = run.switches.on('attention-query-key-swapped', name);
  const byQuery = product(isSwapped ? transposed(g) : g, head.k);
  const byKey = product(isSwapped ? g : transposed(g), head.q);
  const byMixed = product(transposed(asMatrix(weights)), gradient);
  if (!run.switches.on('attention-keys-as-values', name)) return { q: byQuery, k: byKey, v: byMixed };
  const both = matrix(
    byKey.rows,
    byKey.columns,
    (row, column) => entry(byKey, row, column) + entry(byMixed, row, column),
  );
  return { q: byQuery, k: both, v: scaled(byMixed, 0) };
}

export function attention({ name, of, heads }: Layer): Step {
  const [q, k, v] = of;
  const headAt = (run: Run, place: Place): Head => ({
    q: taken(run.get(q), place),
    k: taken(run.get(k), place),
    v: taken(run.get(v), place),
  });
  return {
    name,
    forward: (run) => {
      const { shape, values } = run.get(q);
      const out = new Float32Array(values.length);
      for (const place of places(run.get(q), heads)) {
        const head = headAt(run, place);
        put(out, place, product(asMatrix(weightsOf(run, name, head)), mixed(run, name, head)));
      }
      return { shape, values: out };
    },
    backward: (run, gradient) => {
      const { shape, values } = run.get(q);
      const [byQ, byK, byV] = [1, 2, 3].map(() => new Float32Array(values.length)) as [
        Float32Array,
        Float32Array,
        Float32Array,
      ];
      for (const place of places(run.get(q), heads)) {
        const by = headBackward(run, name, headAt(run, place), taken(gradient, place));
        put(byQ, place, by.q);
        put(byK, place, by.k);
        put(byV, place, by.v);
      }
      run.addGradient(q, { shape, values: byQ });
      run.addGradient(k, { shape, values: byK });
      run.addGradient(v, { shape, values: byV });
    },
  };
}
