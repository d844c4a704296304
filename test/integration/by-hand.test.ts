/** The real worker, in the real sandbox, notices everything of tf.js that differentiates during a call, and nothing else. */
import { afterAll, expect, test } from '@jest/globals';
import { gradeOne } from '../../grader/grading/grade.js';
import { loadRubric } from '../../grader/rubric/load.js';
import { chooseDriver } from '../../grader/sandbox/drivers/choose.js';
import { observe } from '../../grader/sandbox/observing/observe.js';
import { changedRubric } from '../support/changed-rubric.js';
import { removeFolders } from '../support/folders.js';
import { resultOf } from '../support/quiz2-code.js';
import { callOf, planOf, snapshotOf } from '../support/snapshots.js';

afterAll(removeFolders);

const HEAD = "import * as tf from '@tensorflow/tfjs';\n";

/** What is noticed of each function, by name; each body may use p, x and whatever `head` defines. */
async function noticed<K extends string>(
  bodies: Readonly<Record<K, string>>,
  head = '',
): Promise<Record<string, readonly string[]>> {
  const entries = Object.entries<string>(bodies);
  const code = entries.map(([, body], index) => `export function f${String(index)}(p, x) { ${body} }`).join('\n');
  const probes = entries.map((_, index) => ({ ...callOf(`f${String(index)}`, ['v']), watched: true as const }));
  const snapshot = snapshotOf({ 'backprop.js': `${HEAD}${head}\n${code}` });
  const seen = await observe(snapshot, planOf(probes), { driver: await chooseDriver('bubblewrap') });
  return Object.fromEntries(
    entries.map(([title], index) => {
      const outcome = seen.outcomes.get(`f${String(index)}#0`);
      if (outcome?.status !== 'returned') throw new Error(`${title}: ${JSON.stringify(outcome)}`);
      return [title, outcome.returned.differentiated ?? []];
    }),
  );
}

const LOSS = 'const loss = (t) => tf.sum(tf.square(tf.matMul(t, p.W)));';
const MODEL = `const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] });
  model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });`;

test('each function that differentiates, by its name', async () => {
  const variable = `const v = tf.variable(x); ${LOSS}`;
  expect(
    await noticed({
      grad: `${LOSS} return { v: tf.grad(loss)(x) };`,
      grads: `${LOSS} return { v: tf.grads(loss)([x])[0] };`,
      valueAndGrad: `${LOSS} return { v: tf.valueAndGrad(loss)(x).grad };`,
      valueAndGrads: `${LOSS} return { v: tf.valueAndGrads(loss)([x]).grads[0] };`,
      variableGrads: `${variable} return { v: tf.variableGrads(() => loss(v)).value };`,
      customGrad: 'return { v: tf.customGrad((t) => ({ value: t.square(), gradFunc: (dy) => dy }))(x) };',
      minimize: `${variable} tf.train.sgd(0.1).minimize(() => loss(v)); return { v };`,
      computeGradients: `${variable} return { v: tf.train.adam(0.1).computeGradients(() => loss(v)).value };`,
      fit: `${MODEL} return model.fit(x, tf.ones([1, 1]), { epochs: 1 }).then(() => ({ v: model.getWeights()[0] }));`,
      trainOnBatch: `${MODEL} return model.trainOnBatch(x, tf.ones([1, 1])).then(() => ({ v: model.getWeights()[0] }));`,
      fitDataset: `${MODEL}
        const batch = { xs: x, ys: tf.ones([1, 1]) };
        const next = () => { let turn = 0; return { next: async () => ({ done: turn > 0, value: turn++ > 0 ? null : batch }) }; };
        const set = { size: 1, iterator: async () => next() };
        return model.fitDataset(set, { epochs: 1, batchesPerEpoch: 1 }).then(() => ({ v: model.getWeights()[0] }));`,
    }),
  ).toEqual({
    grad: ['tf.grad'],
    grads: ['tf.grads'],
    valueAndGrad: ['tf.valueAndGrad'],
    valueAndGrads: ['tf.valueAndGrads'],
    variableGrads: ['tf.variableGrads'],
    customGrad: ['tf.customGrad'],
    minimize: ['optimizer.minimize'],
    computeGradients: ['optimizer.computeGradients'],
    fit: ['model.fit'],
    trainOnBatch: ['model.trainOnBatch'],
    fitDataset: ['model.fitDataset'],
  });
});

test('under any other name, through the engine, by its tape, and by functions made when the file was loaded', async () => {
  const head = `import other from '@tensorflow/tfjs-core';
    const made = tf.grad((t) => t.square().sum());
    const { ['gra' + 'ds']: alias } = tf;`;
  expect(
    await noticed(
      {
        computed: "return { v: tf['gr' + 'ad']((t) => t.square().sum())(x) };",
        alias: 'return { v: alias((t) => t.square().sum())([x])[0] };',
        package: 'return { v: other.grad((t) => t.square().sum())(x) };',
        earlier: 'return { v: made(x) };',
        engine: 'return { v: tf.engine().gradients(() => x.square().sum(), [x]).grads[0] };',
        prototype: `const call = Object.getPrototypeOf(tf.engine()).gradients;
          return { v: call.call(tf.engine(), () => x.square().sum(), [x]).grads[0] };`,
        tape: `const engine = tf.engine();
          engine.startTape();
          x.square();
          engine.endTape();
          const node = engine.state.activeTape.at(-1);
          return { v: node.gradient([tf.onesLike(x)])[Object.keys(node.inputs)[0]]() };`,
        registry: "return { v: tf.getGradient('Square').gradFunc(tf.onesLike(x), [x], {}).x() };",
        later: 'return Promise.resolve().then(() => ({ v: tf.grad((t) => t.square().sum())(x) }));',
      },
      head,
    ),
  ).toEqual({
    computed: ['tf.grad'],
    alias: ['tf.grads'],
    package: ['tf.grad'],
    earlier: ['tf.grad'],
    engine: ['tf.engine().gradients'],
    prototype: ['tf.engine().gradients'],
    tape: ['tf.getGradient'],
    registry: ['tf.getGradient'],
    later: ['tf.grad'],
  });
});

test('neither calculations by hand, with operations that have gradients of their own, nor a test when the file is loaded', async () => {
  const head = `const check = tf.grad((t) => t.square().sum())(tf.ones([2]));
    console.log(check.dataSync()[0]);`;
  expect(
    await noticed(
      {
        hand: 'return { v: tf.matMul(x.transpose(), x).mul(2) };',
        losses: `const loss = tf.losses.softmaxCrossEntropy(tf.oneHot(0, 2).expandDims(0), x);
          return { v: loss.add(tf.logSoftmax(x).sum()).add(tf.losses.sigmoidCrossEntropy(tf.ones([1, 2]), x)) };`,
        model: `${MODEL} return { v: model.predict(x) };`,
      },
      head,
    ),
  ).toEqual({ hand: [], losses: [], model: [] });
});

test('nothing is said of a call that is not watched, nor of the one after', async () => {
  const code = `${HEAD}export const f = (p, x) => ({ v: tf.grad((t) => t.square().sum())(x) });
    export const g = (p, x) => ({ v: x });`;
  const probes = [callOf('f', ['v']), { ...callOf('f', ['v'], 1), watched: true as const }, callOf('g', ['v'])];
  const watchedLast = { ...callOf('g', ['v'], 1), watched: true as const };
  const seen = await observe(snapshotOf({ 'backprop.js': code }), planOf([...probes, watchedLast]), {
    driver: await chooseDriver('bubblewrap'),
  });
  const told = [...seen.outcomes].map(([id, outcome]) => [
    id,
    outcome.status === 'returned' && outcome.returned.differentiated,
  ]);
  expect(Object.fromEntries(told)).toEqual({
    'f#0': undefined,
    'f#1': ['tf.grad'],
    'g#0': undefined,
    'g#1': undefined,
  });
});

test('a student who replaces what is built in is noticed all the same', async () => {
  const head = `Reflect.ownKeys = () => [];
    Array.prototype.toJSON = () => [];
    Object.prototype.toJSON = function () { return this.differentiated ? { ...this, differentiated: {} } : this; };
    try { Object.getPrototypeOf(tf.engine()).gradients = undefined; } catch {}`;
  expect(
    await noticed({ hidden: "return { v: tf.getGradient('Square').gradFunc(tf.onesLike(x), [x], {}).x() };" }, head),
  ).toEqual({
    hidden: ['tf.getGradient'],
  });
});

test('Quiz 2 in full: by automatic differentiation nothing counts but the forward pass; by hand all does', async () => {
  const change = ["visibility: after_published\n\n  - id: backward-seed\n    kind: gradient", "\n  - id: backward-seed\n    kind: gradient\n    by: hand"] as const; // prettier-ignore
  const rubric = await loadRubric(changedRubric('rubrics/quiz2.yaml', change));
  const driver = await chooseDriver('bubblewrap');
  const report = await gradeOne('submissions/quiz2/autodiff', { rubric, driver });
  expect(resultOf(report, 'backward-seed')).toMatchObject({
    status: 'failed',
    earned: 0,
    summary: 'the gradient is computed with tf.grad and tf.grads; this check asks for it by hand',
  });
  // the check that does not say so, and shares no call with it
  expect(resultOf(report, 'backward')).toMatchObject({ status: 'passed' });
  expect(resultOf(report, 'forward-seed')).toMatchObject({ status: 'passed' });
  const byHand = await gradeOne('submissions/quiz2/perfect', { rubric, driver });
  expect(resultOf(byHand, 'backward-seed')).toMatchObject({ status: 'passed', earned: 9 });
});
