/**
 * Trains what is written: npm run train, a few by name npm run train -- ll cnn, with another number of steps npm run train --
 * --steps 1000. Trains on your images in data/ and looks at those in valid/; exports to models/, writes loss.csv by log.ts and
 * predictions-*.html. Until something of your own can be trained, an example is, which is not exported.
 */
import { writeFileSync } from 'node:fs';
import { batchOf, readImages, someOf, type Images } from './images';
import { logRow } from './log';
import * as losses from './losses';
import { buildCnn, buildExample, buildNetwork } from './networks';
import { isNotWritten, run, Wrong } from './run';
import { accuracyOf, drawPredictions } from './predictions';
import { saveModel } from './save-model';
import * as tf from './tf';

type Loss = (out: tf.Tensor2D, label: tf.Tensor1D) => tf.Scalar;

interface Training {
  readonly name: string;
  readonly model: tf.LayersModel;
  readonly loss: Loss;
}

const USUAL_STEPS = 200;
const BATCH = 32;
const RATE = 0.003;
const SHOW_EVERY = 25;
const VALID_BATCH = 64;

/** What can be trained, by the name of the folder that it is exported to. */
const CHOICES: Readonly<Record<string, { readonly build: () => tf.LayersModel | null; readonly loss: Loss }>> = {
  regress: { build: () => buildNetwork(1), loss: losses.regress },
  onehot: { build: () => buildNetwork(6), loss: losses.oneHot },
  ll: { build: () => buildNetwork(6), loss: losses.logLikelihood },
  l2: { build: () => buildNetwork(6), loss: losses.l2 },
  cnn: { build: buildCnn, loss: losses.logLikelihood },
};

/** Null, with a sentence that says why, until its network and its loss are written. */
function prepare(name: string): Training | null {
  const { build, loss } = CHOICES[name];
  const model = build();
  if (model === null) {
    console.log(`${name}: its network is not written yet (networks.ts)`);
    return null;
  }
  try {
    const outputs = model.outputs[0].shape[1] ?? 1;
    tf.tidy(() => loss(tf.zeros([1, outputs]), tf.tensor1d([0], 'int32')));
    return { name, model, loss };
  } catch (error) {
    if (!isNotWritten(error)) throw error;
    console.log(`${name}: its loss ${error.message} (losses.ts)`);
    return null;
  }
}

/** Another loss than those of the homework: right classes should be ahead of all others by 1. */
const example = (): Training => ({
  name: 'example',
  model: buildExample(),
  loss: (out, label) => tf.losses.hingeLoss(tf.oneHot(label, 6), out).asScalar(),
});

/** Trains in place and returns the rows of loss.csv that log.ts gives. */
function train({ name, model, loss }: Training, images: Images, valid: Images, steps: number): string[] {
  const optimizer = tf.train.adam(RATE);
  const numbersOf = ({ labels }: Images, most: number) =>
    Array.from({ length: most }, () => Math.floor(Math.random() * labels.length));
  const rows: string[] = [];
  for (let step = 0; step < steps; step += 1) {
    tf.tidy(() => {
      const { x, label } = batchOf(images, numbersOf(images, BATCH));
      const cost = optimizer.minimize(() => loss(model.apply(x, { training: true }) as tf.Tensor2D, label), true);
      const now = cost?.dataSync()[0] ?? NaN;
      const held = () => {
        const some = batchOf(valid, numbersOf(valid, VALID_BATCH));
        return loss(model.predict(some.x) as tf.Tensor2D, some.label).dataSync()[0];
      };
      const row = logRow(step, now, held());
      if (row !== null) rows.push(row);
      if (step % SHOW_EVERY === 0) console.log(`${name}: step ${step}, loss ${now.toFixed(4)}`);
    });
  }
  return rows;
}

async function main(steps: number): Promise<void> {
  const all = readImages('valid/table.csv');
  if (all === null)
    throw new Wrong('valid/table.csv is missing: make the starter again in another folder and copy valid/');
  const collected = readImages('data/labels.csv');
  if (collected === null) console.log('data/: nothing is collected yet, so half of valid/ is trained on');
  const images = collected ?? someOf(all, 2, 0);
  const valid = collected === null ? someOf(all, 2, 1) : all;
  const named = Object.keys(CHOICES).filter((name) => process.argv.includes(name));
  const ready = (named.length > 0 ? named : Object.keys(CHOICES)).flatMap((name) => prepare(name) ?? []);
  let rows: string[] = [];
  for (const training of ready.length > 0 ? ready : [example()]) {
    const { name, model } = training;
    rows = train(training, images, valid, steps);
    console.log(`${name}: ${(100 * accuracyOf(model, valid)).toFixed(1)} % of valid/ are right`);
    writeFileSync(`predictions-${name}.html`, drawPredictions(model, valid));
    if (name !== 'example') await saveModel(model, `models/${name}`);
  }
  // the log of the network that was trained last
  if (rows.length > 0) writeFileSync('loss.csv', `${['step,train,valid', ...rows].join('\n')}\n`);
  else console.log('loss.csv: no row was written (log.ts)');
}

void run(USUAL_STEPS, main);
