/**
 * Models whose outputs for an example depend on the others are detected, however they hide it, and get one example at a
 * time.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeRng } from '../../grader/numerics/rng.js';
import { chooseDriver } from '../../grader/sandbox/drivers/choose.js';
import type { Driver } from '../../grader/sandbox/drivers/driver.js';
import { observe } from '../../grader/sandbox/observing/observe.js';
import type { ProbeOutcome, TrustFinding } from '../../grader/stages/observation.js';
import type { Plan, PredictProbe } from '../../grader/stages/plan.js';
import { removeFolders } from '../support/folders.js';
import { graphFiles, node, type Constant } from '../support/graph-models.js';
import { LIMITS, snapshotOf } from '../support/snapshots.js';

afterAll(removeFolders);

let driver: Driver;
beforeAll(async () => {
  driver = await chooseDriver('bubblewrap');
});

const COUNT = 200;
const CLASSES = 3;
const rng = makeRng(11);
const INPUT = {
  dtype: 'float32' as const,
  shape: [COUNT, 2],
  values: Float32Array.from({ length: 2 * COUNT }, () => 2 * rng.nextUniform() - 1),
};
const PROBE: PredictProbe = {
  kind: 'predict',
  id: 'p',
  target: 'deep',
  input: INPUT,
  divisor: 1,
  batchSize: 50,
  mostValues: 1e6,
  classes: CLASSES,
  examined: true,
};

interface Seen {
  readonly trust: readonly TrustFinding[];
  readonly values: readonly number[];
}

/** What is seen of a model, and what it answers to one example at a time. */
async function see(
  files: Record<string, string | Uint8Array>,
  classes: number = CLASSES,
): Promise<Readonly<Record<'seen' | 'alone', Seen>>> {
  const { modelTopology } = JSON.parse(String(files['deep/model.json'])) as { modelTopology: object };
  const format = 'node' in modelTopology ? 'graph-model' : 'layers-model';
  const subject = { kind: 'model', path: 'deep/model.json', example: [2], format } as const;
  const probes = [
    { ...PROBE, classes },
    { ...PROBE, classes, id: 'alone', batchSize: 1, examined: false },
  ];
  const subjects = [{ subject, probes }];
  const plan: Plan = { subjects, documents: [], models: [], dataSets: [], limits: LIMITS };
  const { outcomes } = await observe(snapshotOf(files), plan, { driver, backends: [] });
  return { seen: seenIn(outcomes.get('p')), alone: seenIn(outcomes.get('alone')) };
}

function seenIn(outcome: ProbeOutcome | undefined): Seen {
  if (outcome?.status !== 'returned') throw new Error(JSON.stringify(outcome));
  const value = outcome.returned.outputs['value'];
  if (value?.kind !== 'numbers') throw new Error('no numbers');
  return { trust: outcome.trust ?? [], values: [...value.data.values] };
}

type Nodes = ReturnType<typeof node>[];
const AXIS = { axis: { shape: [], values: [0], dtype: 'int32' } } as const;
const KEEP = { keep_dims: { b: true }, Tidx: { type: 'DT_INT32' } };

/** x W, three classes. */
const W: Readonly<Record<string, Constant>> = { W: { shape: [2, 3], values: [1, -1, 0.25, 0.5, 0.5, -1] }, ...AXIS };
const LOGITS = node('logits', 'MatMul', ['x', 'W']);
/** Compared with the others. */
const OTHERS: Nodes = [node('others', 'Mean', ['logits', 'axis'], KEEP), node('mixed', 'Sub', ['logits', 'others'])];
/** 0 for at most 20 examples, else 1. */
const IN_LARGE: Nodes = [
  node('shape', 'Shape', ['x'], { out_type: { type: 'DT_INT32' } }),
  node('rows', 'Gather', ['shape', 'axis'], { Tparams: { type: 'DT_INT32' }, Tindices: { type: 'DT_INT32' } }),
  node('many', 'Cast', ['rows'], { SrcT: { type: 'DT_INT32' }, DstT: { type: 'DT_FLOAT' } }),
  node('above', 'Sub', ['many', 'twenty']),
  node('positive', 'Maximum', ['above', 'zero']),
  node('gate', 'Minimum', ['positive', 'one']),
];
/** Of 50 places, from 1, those of 12 examples that are evenly spread over 200. */
const SPREAD = [9, 26, 42];
const NUMBERS: Readonly<Record<string, Constant>> = {
  twenty: { shape: [], values: [20] },
  zero: { shape: [], values: [0] },
  one: { shape: [], values: [1] },
  large: { shape: [], values: [2e5] },
  unused: { shape: [1, 3], values: [0, 0, -1e8] },
  nothing: { shape: [2, 1], values: [0, 0] },
  places: { shape: [51], values: Array.from({ length: 51 }, (_, place) => Number(!SPREAD.includes(place))) },
  narrow: { shape: [], values: [2 ** -9] },
};

describe('dependence on the batch is detected', () => {
  const evil: readonly (readonly [string, Nodes])[] = [
    ['plainly', [...OTHERS, node('out', 'Identity', ['mixed'])]],
    ['under a large constant', [...OTHERS, node('out', 'AddV2', ['mixed', 'large'])]],
    ['beside a class that is never meant', [...OTHERS, node('out', 'AddV2', ['mixed', 'unused'])]],
    [
      'in large batches only',
      [
        node('others', 'Mean', ['logits', 'axis'], KEEP),
        ...IN_LARGE,
        node('gated', 'Mul', ['others', 'gate']),
        node('out', 'Sub', ['logits', 'gated']),
      ],
    ],
    [
      'at most places of a large batch, but not where evenly spread examples stand',
      [
        ...OTHERS.slice(0, 1),
        node('none', 'MatMul', ['x', 'nothing']),
        node('each', 'AddV2', ['none', 'one']),
        node('count', 'Cumsum', ['each', 'axis'], { exclusive: {}, reverse: {} }),
        node('place', 'Cast', ['count'], { SrcT: { type: 'DT_FLOAT' }, DstT: { type: 'DT_INT32' } }),
        node('there', 'Gather', ['places', 'place'], { Tindices: { type: 'DT_INT32' } }),
        ...IN_LARGE,
        node('open', 'Mul', ['there', 'gate']),
        node('gated', 'Mul', ['others', 'open']),
        node('out', 'Sub', ['logits', 'gated']),
      ],
    ],
    ['as a sum of those before', [node('out', 'Cumsum', ['logits', 'axis'], { exclusive: {}, reverse: {} })]],
    [
      'as which example is the largest',
      [
        node('top', 'ArgMax', ['logits', 'axis'], { Tidx: { type: 'DT_INT32' }, output_type: { type: 'DT_INT32' } }),
        node('number', 'Cast', ['top'], { SrcT: { type: 'DT_INT32' }, DstT: { type: 'DT_FLOAT' } }),
        node('out', 'AddV2', ['logits', 'number']),
      ],
    ],
  ];

  test.each(evil)('%s', async (_how, nodes) => {
    const files = graphFiles(2, { ...W, ...NUMBERS }, [LOGITS, ...nodes]);
    const { seen, alone } = await see(files);
    expect(seen.trust).toEqual([expect.objectContaining({ kind: 'depends-on-batch' })]);
    expect(seen.values).toEqual(alone.values);
  });

  test('in one output that is large for most examples', async () => {
    // the cube of a large number: far from 0 for most, and for the others the mean of the batch decides
    const files = graphFiles(2, { ...NUMBERS, ...AXIS, V: { shape: [2, 1], values: [1, -1] } }, [
      node('own', 'MatMul', ['x', 'V']),
      node('square', 'Mul', ['own', 'own']),
      node('cube', 'Mul', ['square', 'own']),
      node('steep', 'Mul', ['cube', 'large']),
      node('others', 'Mean', ['steep', 'axis'], KEEP),
      node('out', 'Sub', ['steep', 'others']),
    ]);
    const { seen, alone } = await see(files, 2);
    expect(seen.trust).toEqual([expect.objectContaining({ kind: 'depends-on-batch' })]);
    expect(seen.values).toEqual(alone.values);
  });
});

describe('no false accusations', () => {
  const honest: readonly (readonly [string, Nodes])[] = [
    ['who adds a constant', [node('out', 'AddV2', ['logits', 'large'])]],
    ['whose outputs are large', [node('out', 'Mul', ['logits', 'large'])]],
    ['whose outputs are all alike', [node('none', 'Mul', ['logits', 'zero']), node('out', 'AddV2', ['none', 'large'])]],
    [
      'whose classes lie close together',
      [node('near', 'Mul', ['logits', 'narrow']), node('out', 'AddV2', ['near', 'large'])],
    ],
  ];

  test.each(honest)('%s', async (_how, nodes) => {
    const files = graphFiles(2, { ...W, ...NUMBERS }, [LOGITS, ...nodes]);
    const { seen, alone } = await see(files);
    expect(seen.trust).toEqual([]);
    expect(seen.values).toEqual(alone.values);
  });
});
