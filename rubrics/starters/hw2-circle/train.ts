/**
 * Trains the networks of networks.ts: npm run train, or with another number of steps npm run train -- --steps 50. Exports each
 * to linear/ or deep/, writes loss.csv by log.ts, and draws the decision boundary of each in boundary-linear.svg and
 * boundary-deep.svg. Until a network is written, an example is trained, which is not exported.
 */
import { writeFileSync } from 'node:fs';
import { drawBoundary } from './boundary';
import { logRow } from './log';
import { buildDeep, buildExample, buildLinear } from './networks';
import { run } from './run';
import { makePoints, type Points } from './points';
import { saveModel } from './save-model';
import * as tf from './tf';

const USUAL_STEPS = 1500;
const BATCH = 128;
const RATE = 0.05;
const SHOW_EVERY = 250;

/** Mean over the points of -log of the probability that the network gives to the right answer. */
function lossOf(model: tf.LayersModel, { x, label }: Points): tf.Scalar {
  return tf.losses.logLoss(label, model.apply(x) as tf.Tensor2D).asScalar();
}

interface Named {
  readonly name: string;
  readonly model: tf.LayersModel;
}

/** Trains in place and returns the rows of loss.csv that log.ts gives. */
function train({ name, model }: Named, points: Points, valid: Points, steps: number): string[] {
  const optimizer = tf.train.adam(RATE);
  const rows: string[] = [];
  for (let step = 0; step < steps; step += 1) {
    tf.tidy(() => {
      const chosen = tf.randomUniform([BATCH], 0, points.x.shape[0], 'int32', step + 1).as1D();
      const batch = { x: points.x.gather(chosen), label: points.label.gather(chosen) };
      const loss = optimizer.minimize(() => lossOf(model, batch), true);
      const [now, held] = [loss?.dataSync()[0] ?? NaN, lossOf(model, valid).dataSync()[0]];
      const row = logRow(step, now, held);
      if (row !== null) rows.push(row);
      if (step % SHOW_EVERY === 0)
        console.log(`${name}: step ${step}, loss ${now.toFixed(4)}, valid ${held.toFixed(4)}`);
    });
  }
  return rows;
}

function accuracyOf(model: tf.LayersModel, { x, label }: Points): number {
  return tf.tidy(() => {
    const inside = (model.predict(x) as tf.Tensor2D).greater(0.5);
    return inside.equal(label.greater(0.5)).mean().dataSync()[0];
  });
}

async function main(steps: number): Promise<void> {
  const points = makePoints(4096, 1);
  const valid = makePoints(512, 2);
  const networks = { linear: buildLinear(), deep: buildDeep() };
  const written = Object.entries(networks).flatMap(([name, model]) => {
    if (model === null) console.log(`${name}: not written yet (networks.ts)`);
    return model === null ? [] : [{ name, model }];
  });
  let rows: string[] = [];
  const trained = written.length > 0 ? written : [{ name: 'example', model: buildExample() }];
  for (const { name, model } of trained) {
    rows = train({ name, model }, points, valid, steps);
    console.log(`${name}: ${(100 * accuracyOf(model, valid)).toFixed(1)} % of the held-out points are right`);
    writeFileSync(`boundary-${name}.svg`, drawBoundary(model, valid));
    if (name !== 'example') await saveModel(model, name);
  }
  // the log of the network that was trained last
  if (rows.length > 0) writeFileSync('loss.csv', `${['step,train,valid', ...rows].join('\n')}\n`);
  else console.log('loss.csv: no row was written (log.ts)');
}

void run(USUAL_STEPS, main);
