/**
 * Trains your network on the points of a curve: npm run train, or with another number of steps npm run train -- --steps 50.
 * Prints the loss every LOG_EVERY steps, writes it to loss.csv, and draws what was learned in fit.svg. A straight line is
 * trained first, with tf.js's own gradients: your network should do better.
 */
import { writeFileSync } from 'node:fs';
import { backward, forward, type Parameters } from './backprop';
import { drawFit } from './draw';
import { isNotWritten, run } from './run';
import * as tf from './tf';

const USUAL_STEPS = 2000;
const LOG_EVERY = 20;
const RATE = 0.1;
const HIDDEN = 16;

const xs = Array.from({ length: 64 }, (_, index) => -2 + (4 * index) / 63);
const ys = xs.map((x) => Math.sin(2 * x));
const x = tf.tensor2d(xs, [xs.length, 1]);
const y = tf.tensor2d(ys, [ys.length, 1]);

/** The predictions at `xs` of the best straight line that was found. */
function trainLine(steps: number): number[] {
  const slope = tf.scalar(0).variable();
  const offset = tf.scalar(0).variable();
  const line = () => x.mul(slope).add(offset);
  const optimizer = tf.train.sgd(RATE);
  for (let step = 0; step < steps; step += 1) {
    optimizer.minimize(() => line().sub(y).square().div(2).mean().asScalar());
  }
  const loss = line().sub(y).square().div(2).mean().dataSync()[0];
  console.log(`straight line: loss ${loss.toFixed(6)} after ${steps} steps`);
  return Array.from(line().dataSync());
}

function initialParameters(): Parameters {
  return {
    W1: tf.randomNormal([HIDDEN, 1], 0, 1, 'float32', 1),
    b1: tf.randomUniform([HIDDEN], -1, 1, 'float32', 2),
    w2: tf.randomNormal([1, HIDDEN], 0, 0.3, 'float32', 3),
    b2: tf.zeros([1]),
  };
}

/** One step of gradient descent: every parameter moves against its gradient. */
function descend(p: Parameters): Parameters {
  return tf.tidy(() => {
    const { dW1, db1, dw2, db2 } = backward(p, x, y);
    return {
      W1: p.W1.sub<tf.Tensor2D>(dW1.mul(RATE)),
      b1: p.b1.sub<tf.Tensor1D>(db1.mul(RATE)),
      w2: p.w2.sub<tf.Tensor2D>(dw2.mul(RATE)),
      b2: p.b2.sub<tf.Tensor1D>(db2.mul(RATE)),
    };
  });
}

/** Trains the network of backprop.ts; returns its predictions at `xs` and the lines of loss.csv. */
function trainNetwork(steps: number): { readonly fit: number[]; readonly lines: string[] } {
  let p = initialParameters();
  const lines = ['step,train'];
  for (let step = 0; step < steps; step += 1) {
    if (step % LOG_EVERY === 0) {
      const loss = tf.tidy(() => forward(p, x, y).loss.dataSync()[0]);
      lines.push(`${step},${loss}`);
      if (step % (10 * LOG_EVERY) === 0) console.log(`your network: step ${step}, loss ${loss.toFixed(6)}`);
    }
    p = descend(p);
  }
  const { yhat, loss } = forward(p, x, y);
  console.log(`your network: loss ${loss.dataSync()[0].toFixed(6)} after ${steps} steps`);
  return { fit: Array.from(yhat.dataSync()), lines };
}

/** Null until both functions are written. */
function trainIfWritten(steps: number): number[] | null {
  try {
    const { fit, lines } = trainNetwork(steps);
    writeFileSync('loss.csv', `${lines.join('\n')}\n`);
    return fit;
  } catch (error) {
    if (!isNotWritten(error)) throw error;
    console.log(`your network: ${error.message} (backprop.ts)`);
    return null;
  }
}

function main(steps: number): void {
  const line = trainLine(steps);
  const network = trainIfWritten(steps);
  writeFileSync('fit.svg', drawFit({ xs, ys, line, network }));
  console.log('drawn in fit.svg');
}

void run(USUAL_STEPS, main);
