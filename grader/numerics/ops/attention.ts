/**
 * Scaled dot-product attention (Vaswani et al., 2017): softmax(q k^T / sqrt(d)) v for each example and each head, with the
 * softmax over the keys. q [.., T, D], k [.., S, D] and v [.., S, E] have no leading side or the same one; D and E are
 * divided into heads, each of consecutive columns, and the outputs of the heads are joined again: [.., T, E].
 * `attend` and `attendVjp` take the internals as options, so that a caller can compute a wrong variant.
 */
import type { NetworkNode } from '../../schema/network.js';
import type { TensorData } from '../../tensor/tensor.js';
import { at, build, operand, type Op } from './op.js';

export interface AttentionOptions {
  /** Default 1. */
  readonly heads?: number | undefined;
  /** The factor of q k^T; default 1 / sqrt(columns of q in a head). */
  readonly scale?: number | undefined;
  /** The axis of the scores along which the weights add up to 1; default: keys. */
  readonly softmaxOver?: 'keys' | 'queries' | undefined;
  /** Whether query i sees keys 0 to i alone; default false. */
  readonly causal?: boolean | undefined;
}

/** Of the product a b, `aAt` and `bAt` are the flat indices of the factors, and `yAt` that of the sum it belongs to. */
type Term = (aAt: number, bAt: number, yAt: number) => void;

interface Layout {
  /** [examples times heads, queries, keys] */
  readonly scoresShape: readonly [number, number, number];
  readonly outputShape: readonly number[];
  readonly factor: number;
  readonly isHidden: (scoreAt: number) => boolean;
  /** Which softmax a score belongs to. */
  readonly lineOf: (scoreAt: number) => number;
  /** The products q k of each score. */
  readonly scores: (term: Term) => void;
  /** The products of a weight and v of each output. */
  readonly outputs: (term: Term) => void;
}

function layoutOf(operands: readonly TensorData[], options: AttentionOptions): Layout {
  const [q, k, v] = [operand(operands, 0), operand(operands, 1), operand(operands, 2)];
  const { heads = 1, softmaxOver = 'keys', causal = false } = options;
  const [queries = 1, width = 1] = q.shape.slice(-2);
  const [keys = 1] = k.shape.slice(-2);
  const depth = v.shape.at(-1) ?? 1;
  const examples = q.values.length / (queries * width);
  const [columns, valueColumns] = [width / heads, depth / heads];
  const isHidden = (scoreAt: number) => causal && scoreAt % keys > Math.floor(scoreAt / keys) % queries;
  const visitScores = (visit: (scoreAt: number, query: number, key: number, head: number) => void) => {
    for (let scoreAt = 0; scoreAt < examples * heads * queries * keys; scoreAt += 1) {
      if (isHidden(scoreAt)) continue;
      const group = Math.floor(scoreAt / (queries * keys));
      const example = Math.floor(group / heads);
      const query = example * queries + (Math.floor(scoreAt / keys) % queries);
      visit(scoreAt, query, example * keys + (scoreAt % keys), group % heads);
    }
  };
  return {
    scoresShape: [examples * heads, queries, keys],
    outputShape: [...q.shape.slice(0, -1), depth],
    factor: options.scale ?? 1 / Math.sqrt(columns),
    isHidden,
    lineOf: (scoreAt) =>
      softmaxOver === 'keys'
        ? Math.floor(scoreAt / keys)
        : Math.floor(scoreAt / (queries * keys)) * keys + (scoreAt % keys),
    scores: (term) => {
      visitScores((scoreAt, query, key, head) => {
        for (let d = head * columns; d < (head + 1) * columns; d += 1)
          term(query * width + d, key * width + d, scoreAt);
      });
    },
    outputs: (term) => {
      visitScores((scoreAt, query, key, head) => {
        for (let d = head * valueColumns; d < (head + 1) * valueColumns; d += 1) {
          term(scoreAt, key * depth + d, query * depth + d);
        }
      });
    },
  };
}

function sums(shape: readonly number[], visit: (add: (place: number, value: number) => void) => void): TensorData {
  const out = build(shape, () => 0);
  visit((place, value) => {
    out.values[place] = at(out, place) + value;
  });
  return out;
}

/** The sum of a value of each score over its softmax. */
function lineSums(like: TensorData, { lineOf }: Layout, value: (index: number) => number): (index: number) => number {
  const totals = new Map<number, number>();
  for (let index = 0; index < like.values.length; index += 1) {
    totals.set(lineOf(index), (totals.get(lineOf(index)) ?? 0) + value(index));
  }
  return (index) => totals.get(lineOf(index)) ?? NaN;
}

function scoresOf(operands: readonly TensorData[], layout: Layout, factor: number): TensorData {
  const [q, k] = [operand(operands, 0), operand(operands, 1)];
  return sums(layout.scoresShape, (addTo) => {
    layout.scores((qAt, kAt, scoreAt) => {
      addTo(scoreAt, factor * at(q, qAt) * at(k, kAt));
    });
  });
}

/** Shifted by the largest score of each softmax so that exp does not overflow; 0 for a hidden key. */
function weightsOf(operands: readonly TensorData[], layout: Layout): TensorData {
  const scores = scoresOf(operands, layout, layout.factor);
  const most = new Map<number, number>();
  for (let index = 0; index < scores.values.length; index += 1) {
    const line = layout.lineOf(index);
    if (!layout.isHidden(index)) most.set(line, Math.max(most.get(line) ?? -Infinity, at(scores, index)));
  }
  const powers = build(scores.shape, (index) =>
    layout.isHidden(index) ? 0 : Math.exp(at(scores, index) - (most.get(layout.lineOf(index)) ?? NaN)),
  );
  const total = lineSums(powers, layout, (index) => at(powers, index));
  return build(scores.shape, (index) => (at(powers, index) === 0 ? 0 : at(powers, index) / total(index)));
}

/** p (u + sign sum of u p), as of any softmax. */
function throughSoftmax(p: TensorData, u: TensorData, layout: Layout, sign: 1 | -1): TensorData {
  const dot = lineSums(p, layout, (index) => at(u, index) * at(p, index));
  return build(p.shape, (index) => at(p, index) * (at(u, index) + sign * dot(index)));
}

/** The scale of rounding in the weights: that of the scores, passed through the softmax, but not less than a weight. */
function weightScale(p: TensorData, scales: readonly TensorData[], layout: Layout): TensorData {
  const spread = throughSoftmax(p, scoresOf(scales, layout, Math.abs(layout.factor)), layout, 1);
  return build(p.shape, (index) => Math.max(at(p, index), at(spread, index)));
}

function weighted(p: TensorData, v: TensorData, layout: Layout): TensorData {
  return sums(layout.outputShape, (addTo) => {
    layout.outputs((pAt, vAt, yAt) => {
      addTo(yAt, at(p, pAt) * at(v, vAt));
    });
  });
}

/** The output for the operands q, k, v. */
export function attend(operands: readonly TensorData[], options: AttentionOptions): TensorData {
  const layout = layoutOf(operands, options);
  return weighted(weightsOf(operands, layout), operand(operands, 2), layout);
}

/** The gradient of operand `index` (q, k or v) given the gradient `upstream` of the output. */
export function attendVjp(
  operands: readonly TensorData[],
  upstream: TensorData,
  index: number,
  options: AttentionOptions,
): TensorData {
  const layout = layoutOf(operands, options);
  const p = weightsOf(operands, layout);
  return gradient({ layout, p, sumsOfP: p, factor: layout.factor, from: operands, upstream, index, sign: -1 });
}

interface GradientCall {
  readonly layout: Layout;
  /** The weights. */
  readonly p: TensorData;
  /** The weights in the sums over v, or their scale. */
  readonly sumsOfP: TensorData;
  readonly factor: number;
  /** q, k, v or their scales. */
  readonly from: readonly TensorData[];
  readonly upstream: TensorData;
  readonly index: number;
  readonly sign: 1 | -1;
}

/** dv = p^T g · dp = g v^T · ds = p (dp - sum of dp p) · dq = f ds k · dk = f ds^T q, with the factor f of the scores. */
function gradient({ layout, p, sumsOfP, factor, from, upstream, index, sign }: GradientCall): TensorData {
  const { shape } = operand(from, index);
  if (index === 2) {
    return sums(shape, (addTo) => {
      layout.outputs((pAt, vAt, yAt) => {
        addTo(vAt, at(sumsOfP, pAt) * at(upstream, yAt));
      });
    });
  }
  const v = operand(from, 2);
  const dp = sums(p.shape, (addTo) => {
    layout.outputs((pAt, vAt, yAt) => {
      addTo(pAt, at(upstream, yAt) * at(v, vAt));
    });
  });
  const ds = throughSoftmax(p, dp, layout, sign);
  const other = operand(from, 1 - index);
  return sums(shape, (addTo) => {
    layout.scores((qAt, kAt, scoreAt) => {
      const [place, factorAt] = index === 0 ? [qAt, kAt] : [kAt, qAt];
      addTo(place, factor * at(ds, scoreAt) * at(other, factorAt));
    });
  });
}

const optionsOf = ({ heads, causal }: NetworkNode): AttentionOptions => ({ heads, causal });

export const attention: Op = {
  operands: [3, 3],
  isLoss: false,
  apply: (operands, node) => attend(operands, optionsOf(node)),
  applyScale: (scales, operands, node) => {
    const layout = layoutOf(operands, optionsOf(node));
    return weighted(weightScale(weightsOf(operands, layout), scales, layout), operand(scales, 2), layout);
  },
  vjp: ({ node, operands, upstream, index }) => attendVjp(operands, upstream, index, optionsOf(node)),
  vjpScale: ({ node, operands, scales, upstream, index }) => {
    const layout = layoutOf(operands, optionsOf(node));
    const p = weightsOf(operands, layout);
    const sumsOfP = weightScale(p, scales, layout);
    return gradient({ layout, p, sumsOfP, factor: layout.factor, from: scales, upstream, index, sign: 1 });
  },
};
