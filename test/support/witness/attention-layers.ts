/** Draws attention, einsum and normalisation within an example, with the formulas of Keras 3. */
import { activate, drawActivation, softmax } from './activations.js';
import { add, at, fill, indices, map, reduce, reshape, spread, sum, type NumberArray } from './array.js';
import { range, single, type Drawn, type Family } from './drawing.js';

/** The sum over all letters that the output does not have. */
function einsum(equation: string, a: NumberArray, b: NumberArray): NumberArray {
  const [left = '', output = ''] = equation.split('->');
  const [first = '', second = ''] = left.split(',');
  const sides = new Map<string, number>();
  for (const [letters, { shape }] of [
    [first, a],
    [second, b],
  ] as const) {
    for (const [axis, letter] of Array.from(letters).entries()) sides.set(letter, shape[axis] ?? 1);
  }
  const inner = [...sides.keys()].filter((letter) => !output.includes(letter));
  const sidesOf = (letters: readonly string[]) => letters.map((letter) => sides.get(letter) ?? 1);
  const along = indices(sidesOf(inner));
  return fill(sidesOf(Array.from(output)), (index) =>
    sum(
      along.map((places) => {
        const placeOf = (letter: string) =>
          (output.includes(letter) ? index[output.indexOf(letter)] : places[inner.indexOf(letter)]) ?? 0;
        return at(a, ...Array.from(first, placeOf)) * at(b, ...Array.from(second, placeOf));
      }),
    ),
  );
}

const several = (
  className: string,
  config: object,
  inputs: readonly (readonly number[])[],
  compute: Drawn['compute'],
): Drawn => ({
  origin: 'keras3',
  layers: [
    { class_name: className, name: 'it', config: { ...config }, from: inputs.map((_, index) => `in${String(index)}`) },
  ],
  inputs,
  compute: (all, weight) => compute(all, (name) => weight(`it/${name}`)),
});

const attention: Family = (dice) => {
  const [queries, values, width, wide] = [dice.whole(1, 4), dice.whole(1, 4), dice.whole(1, 3), dice.whole(1, 3)];
  const [use_scale, hasKey] = [dice.once(2), dice.once(2)];
  const inputs = [[2, queries, width], [2, values, hasKey ? wide : width], ...(hasKey ? [[2, values, width]] : [])];
  return several(
    'Attention',
    { use_scale, score_mode: 'dot', dropout: dice.pick([0, 0.3]) },
    inputs,
    ([query, value, key], weight) => {
      const scores = einsum('nqd,nvd->nqv', query as NumberArray, (key ?? value) as NumberArray);
      const scale = use_scale ? (weight('scale').data[0] ?? NaN) : 1;
      return [einsum('nqv,nve->nqe', softmax(map(scores, (score) => scale * score)), value as NumberArray)];
    },
  );
};

const multiHead: Family = (dice) => {
  const [num_heads, key_dim, width, wide] = [dice.whole(1, 3), dice.whole(1, 3), dice.whole(1, 4), dice.whole(1, 4)];
  const [queries, places] = [dice.whole(1, 4), dice.whole(1, 4)];
  const value_dim = dice.pick([null, dice.whole(1, 3)]);
  const output_shape = dice.pick([null, dice.whole(1, 4)]);
  const [use_bias, isSelf] = [dice.once(2), dice.once(3)];
  const config = {
    num_heads,
    key_dim,
    value_dim,
    output_shape,
    use_bias,
    dropout: dice.pick([0, 0.1]),
    attention_axes: null,
  };
  const inputs = isSelf ? [[2, queries, width], [2, queries, width]] : [[2, queries, width], [2, places, wide]]; // prettier-ignore
  return several('MultiHeadAttention', config, inputs, ([query, value], weight) => {
    const shifted = (x: NumberArray, name: string) => (use_bias ? add(x, weight(`${name}/bias`)) : x);
    const part = (name: string, x: NumberArray) => shifted(einsum('ntd,dhk->nthk', x, weight(`${name}/kernel`)), name);
    const [q, k, v] = [
      part('query', query as NumberArray),
      part('key', value as NumberArray),
      part('value', value as NumberArray),
    ];
    const scores = map(einsum('nqhk,nvhk->nhqv', q, k), (score) => score / Math.sqrt(key_dim));
    const joined = einsum('nhqv,nvhk->nqhk', softmax(scores), v);
    return [shifted(einsum('nqhk,hkd->nqd', joined, weight('attention_output/kernel')), 'attention_output')];
  });
};

const einsumDense: Family = (dice) => {
  const [b, c, d, e] = [dice.whole(1, 4), dice.whole(1, 4), dice.whole(1, 4), dice.whole(1, 4)];
  const [equation, plain, shape, output_shape] = dice
    .pick([
      ['ab,bc->ac', 'ab,bc->ac', [2, b], [c]],
      ['abc,cd->abd', 'abc,cd->abd', [2, b, c], [null, d]],
      ['...x,xy->...y', 'abx,xy->aby', [2, b, c], [d]],
      ['abc,bcd->ad', 'abc,bcd->ad', [2, b, c], [d]],
      ['abc,cde->abde', 'abc,cde->abde', [2, b, c], [null, d, e]],
    ] as const)
    .map((one) => one) as unknown as [string, string, readonly number[], readonly (number | null)[]];
  const output = plain.split('->')[1] ?? '';
  const bias_axes = dice.pick([null, output.at(-1) ?? '', output.length > 3 ? output.slice(2) : (output.at(-1) ?? '')]);
  const activation = drawActivation(dice, 'keras3');
  return single('keras3', 'EinsumDense', { equation, output_shape, bias_axes, activation }, shape, (x, weight) => {
    const product = einsum(plain, x, weight('kernel'));
    // its sides start at the first axis that it applies to
    return activate('keras3', activation, bias_axes === null ? product : add(product, weight('bias')));
  });
};

/** The numbers along some axes, with sides of 1 elsewhere. */
const spreadOver = (numbers: NumberArray, shape: readonly number[], axes: readonly number[]) =>
  reshape(
    numbers,
    shape.map((side, axis) => (axes.includes(axis) ? side : 1)),
  );

const rootMeanSquare: Family = (dice) => {
  const shape = [2, ...range(dice.whole(1, 3)).map(() => dice.whole(2, 4))];
  const axis = dice.pick([-1, dice.whole(1, shape.length - 1)]);
  const epsilon = dice.pick([1e-6, 1e-2]);
  return single('keras3', 'RMSNormalization', { axis, epsilon }, shape, (x, weight) => {
    const over = axis < 0 ? axis + shape.length : axis;
    const squares = reduce(
      map(x, (value) => value * value),
      [over],
      true,
      (values) => sum(values) / values.length,
    );
    const normal = spread((value, square) => value / Math.sqrt(square + epsilon), x, squares);
    return spread((a, b) => a * b, normal, spreadOver(weight('scale'), shape, [over]));
  });
};

const normalization: Family = (dice) => {
  const shape = [2, ...range(dice.whole(1, 3)).map(() => dice.whole(2, 4))];
  const last = shape.length - 1;
  const axis = dice.pick<number | number[] | null>([-1, null, [1], last === 1 ? [last] : [1, last]]);
  const axes = axis === null ? [] : [axis].flat().map((one) => (one < 0 ? one + shape.length : one));
  const [invert, hasWeights] = [dice.once(2), axis !== null && dice.once(2)];
  const sides = axes.map((one) => shape[one] ?? 1);
  const numbers = (low: number) => fill(sides, () => low + dice.uniform());
  const [means, variances] = [numbers(-0.5), numbers(0.2)];
  const nested = ({ data, shape: [rows = 1, columns] }: NumberArray) =>
    columns === undefined
      ? axis === null
        ? (data[0] ?? 0)
        : [...data]
      : range(rows).map((row) => [...data.slice(row * columns, (row + 1) * columns)]);
  const given = hasWeights ? { mean: null, variance: null } : { mean: nested(means), variance: nested(variances) };
  return single('keras3', 'Normalization', { axis, invert, ...given }, shape, (x, weight) => {
    const [mean, variance] = (hasWeights ? [weight('mean'), weight('variance')] : [means, variances]).map((one) =>
      spreadOver(one, shape, axes),
    ) as [NumberArray, NumberArray];
    const deviation = map(variance, (value) => Math.max(Math.sqrt(value), 1e-7));
    if (invert)
      return add(
        mean,
        spread((a, b) => a * b, x, deviation),
      );
    return spread(
      (a, b) => a / b,
      spread((a, b) => a - b, x, mean),
      deviation,
    );
  });
};

export const ATTENTION: Readonly<Record<string, Family>> = {
  Attention: attention,
  MultiHeadAttention: multiHead,
  EinsumDense: einsumDense,
  RMSNormalization: rootMeanSquare,
  Normalization: normalization,
};
