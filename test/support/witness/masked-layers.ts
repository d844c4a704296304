/** Draws chains with a mask: layers that make it, pass it on, use it and drop it. */
import { drawOrigin } from './activations.js';
import { add, at, concat, fill, map, type NumberArray } from './array.js';
import { type Drawn, type Family, type LayerSpec, type Origin } from './drawing.js';
import {
  average,
  between,
  bidirectional,
  embedding,
  masking,
  recurrent,
  repeat,
  type Stage,
  type Value,
} from './mask-stages.js';

function chain(origin: Origin, stages: readonly Stage[], input: readonly number[], rest: Partial<Drawn>): Drawn {
  const layers = stages.map(({ className, config }, index): LayerSpec => {
    return {
      class_name: className,
      name: `l${String(index)}`,
      config,
      from: [index === 0 ? 'in0' : `l${String(index - 1)}`],
    };
  });
  return {
    ...{ origin, layers, inputs: [input], steps: true, ...rest },
    compute: ([x], weight) => [
      stages.reduce<Value>((value, stage, index) => stage.run(value, (name) => weight(`l${String(index)}/${name}`)), {
        x: x as NumberArray,
        mask: null,
      }).x,
    ],
  };
}

/** Whole steps of the first mask value, never the first step. */
const withGaps = (value: number) => (x: NumberArray) =>
  fill(x.shape, ([n = 0, t = 0, c = 0]) => (t > 0 && at(x, n, t, 0) > 0 ? value : at(x, n, t, c)));

const maskedChain: Family = (dice) => {
  const origin = drawOrigin(dice);
  const first = masking(dice);
  const stages = [first, between(dice, origin), recurrent(dice, origin, true), recurrent(dice, origin, dice.once(2))];
  return chain(origin, stages, [2, dice.whole(1, 4), dice.whole(1, 3)], {
    change: withGaps(first.config['mask_value'] as number),
  });
};

const CLASSES = 5;
/** The first token counts: of nothing there is no mean. */
const startingWithOne = (x: NumberArray) => fill(x.shape, ([n = 0, t = 0]) => (t === 0 ? 1 : at(x, n, t)));
const embedded: Partial<Drawn> = { classes: CLASSES, change: startingWithOne };

const embeddedChain: Family = (dice) => {
  const origin = drawOrigin(dice);
  const first = embedding(dice, CLASSES);
  const middle = dice.once(2) ? [between(dice, origin)] : [];
  const ends = dice.pick([
    [average(origin)],
    [bidirectional(dice, origin), recurrent(dice, origin, false)],
    [bidirectional(dice, origin)],
    [recurrent(dice, origin, false), repeat, recurrent(dice, origin, true)],
  ]);
  return chain(origin, [first, ...middle, ...ends], [2, dice.whole(2, 4)], embedded);
};

/** Two masks meet; of the second input only half the time. */
const meeting: Family = (dice) => {
  const origin = drawOrigin(dice);
  const embeddings = [embedding(dice, CLASSES), embedding(dice, CLASSES)] as const;
  const output_dim = embeddings[0].config['output_dim'] as number;
  const isMasked = dice.once(2);
  const isAdd = dice.once(2);
  const last = recurrent(dice, origin, dice.once(2));
  const times = dice.whole(2, 4);
  const config = { input_dim: CLASSES, output_dim };
  const layers: LayerSpec[] = [
    { class_name: 'Embedding', name: 'a', config: { ...config, mask_zero: true }, from: ['in0'] },
    { class_name: 'Embedding', name: 'b', config: { ...config, mask_zero: isMasked }, from: ['in1'] },
    { class_name: isAdd ? 'Add' : 'Concatenate', name: 'both', config: isAdd ? {} : { axis: -1 }, from: ['a', 'b'] },
    { class_name: last.className, name: 'last', config: last.config, from: ['both'] },
  ];
  return {
    ...{
      origin,
      layers,
      inputs: [
        [2, times],
        [2, times],
      ],
      steps: true,
      ...embedded,
    },
    compute: ([left, right], weight) => {
      const look = (tokens: NumberArray, name: string) =>
        fill([...tokens.shape, output_dim], ([n = 0, t = 0, c = 0]) =>
          at(weight(`${name}/embeddings`), at(tokens, n, t), c),
        );
      const [a, b] = [look(left as NumberArray, 'a'), look(right as NumberArray, 'b')];
      const counts = (tokens: NumberArray) => map(tokens, (token) => (token === 0 ? 0 : 1));
      const [first, second] = [counts(left as NumberArray), isMasked ? counts(right as NumberArray) : null];
      const mask = isAdd ? added(origin, first, second) : joined(origin, first, second);
      return [last.run({ x: isAdd ? add(a, b) : concat([a, b], -1), mask }, (name) => weight(`last/${name}`)).x];
    },
  };
};

const combine = (a: NumberArray, b: NumberArray, of: (x: number, y: number) => number) =>
  fill(a.shape, (index) => of(at(a, ...index), at(b, ...index)));

function added(origin: Origin, a: NumberArray, b: NumberArray | null): NumberArray | null {
  if (b === null) return origin === 'keras3' ? null : a;
  return combine(a, b, origin === 'keras3' ? Math.max : Math.min);
}

/** What is not masked counts everywhere. */
function joined(origin: Origin, a: NumberArray, b: NumberArray | null): NumberArray {
  return combine(a, b ?? map(a, () => 1), origin === 'keras3' ? Math.max : Math.min);
}

export const MASKED: Readonly<Record<string, Family>> = {
  Masking: maskedChain,
  EmbeddingMask: embeddedChain,
  MeetingMasks: meeting,
};
