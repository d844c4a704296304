/** What a good student writes into the starters, part by part: with all of its parts, a starter is a reference solution. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** By homework, by file, by the name after `your code: begin`. */
const PARTS: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>> = {
  quiz2: {
    'backprop.ts': {
      forward: `
  const z1 = x.matMul(p.W1, false, true).add(p.b1);
  const z2 = z1.relu();
  const yhat = z2.matMul(p.w2, false, true).add(p.b2);
  const loss = y.sub(yhat).square().div(2).mean();
  return { z1, z2, yhat, loss };`,
      // by itself, so that it is tried without the other
      backward: `
  const z1 = x.matMul(p.W1, false, true).add(p.b1);
  const z2 = z1.relu();
  const yhat = z2.matMul(p.w2, false, true).add(p.b2);
  const dyhat = yhat.sub(y).div(x.shape[0]);
  const dz2 = dyhat.matMul(p.w2);
  const dz1 = dz2.mul(z1.greater(0).toFloat());
  return {
    ...{ dyhat, dz2, dz1, dW1: dz1.matMul(x, true), db1: dz1.sum(0) },
    ...{ dw2: dyhat.matMul(z2, true), db2: dyhat.sum(0), dx: dz1.matMul(p.W1) },
  };`,
    },
  },
  'hw2-circle': {
    'networks.ts': {
      linear: `
  const start = tf.initializers.glorotNormal({ seed: 10 });
  return tf.sequential({
    layers: [tf.layers.dense({ units: 1, inputShape: [2], activation: 'sigmoid', kernelInitializer: start })],
  });`,
      deep: `
  const start = (seed: number) => tf.initializers.glorotNormal({ seed });
  return tf.sequential({
    layers: [
      tf.layers.dense({ units: 16, inputShape: [2], activation: 'relu', kernelInitializer: start(20) }),
      tf.layers.dense({ units: 16, activation: 'relu', kernelInitializer: start(21) }),
      tf.layers.dense({ units: 1, activation: 'sigmoid', kernelInitializer: start(22) }),
    ],
  });`,
    },
    'log.ts': { log: '\n  return step % 10 === 0 ? `${step},${train},${valid}` : null;' },
  },
  'hw3-supertux': {
    'losses.ts': {
      regress: '\n  return out.squeeze<tf.Tensor1D>([1]).sub(label.toFloat()).square().mean();',
      oneHot: '\n  return out.sub(tf.oneHot(label, 6)).square().sum(1).mean();',
      logLikelihood: '\n  return tf.logSoftmax(out).mul(tf.oneHot(label, 6)).sum(1).mean<tf.Scalar>().neg();',
      l2: '\n  return tf.softmax(out).sub(tf.oneHot(label, 6)).square().sum(1).mean();',
    },
    'networks.ts': {
      network: `
  return tf.sequential({
    layers: [
      tf.layers.averagePooling2d({ poolSize: 4, inputShape: [64, 64, 3] }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 64, activation: 'relu' }),
      tf.layers.dense({ units: outputs }),
    ],
  });`,
      cnn: `
  const step = { kernelSize: 3, strides: 2, padding: 'same', activation: 'relu' } as const;
  return tf.sequential({
    layers: [
      tf.layers.averagePooling2d({ poolSize: 2, inputShape: [64, 64, 3] }),
      tf.layers.conv2d({ ...step, filters: 8 }),
      tf.layers.conv2d({ ...step, filters: 16 }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 6 }),
    ],
  });`,
    },
    'log.ts': { log: '\n  return step % 5 === 0 ? `${step},${train},${valid}` : null;' },
  },
};

/** The names of all parts of a homework. */
export function partsOf(homework: string): string[] {
  return Object.values(PARTS[homework] ?? {}).flatMap((parts) => Object.keys(parts));
}

/** Writes these parts into a starter, or all; throws if the starter has no place for one. */
export function fillIn(homework: string, folder: string, names: readonly string[] = partsOf(homework)): void {
  for (const [file, parts] of Object.entries(PARTS[homework] ?? {})) {
    let text = readFileSync(join(folder, file), 'utf8');
    for (const [name, code] of Object.entries(parts)) {
      if (names.includes(name)) text = filled(text, name, code);
    }
    writeFileSync(join(folder, file), text);
  }
}

function filled(text: string, name: string, code: string): string {
  const place = new RegExp(`(// your code: begin ${name}\\n)[^]*?(\\n *// your code: end)`);
  const [, begin, end] = place.exec(text) ?? [];
  if (begin === undefined || end === undefined) throw new Error(`no place for ${name}`);
  // a replacement as a string would give a meaning to $
  return text.replace(place, () => `${begin}${code.slice(1)}${end}`);
}
