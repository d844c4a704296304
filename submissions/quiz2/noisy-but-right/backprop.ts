import * as tf from '@tensorflow/tfjs-node';

console.log('loading backprop, tf', typeof tf.version);
console.warn('WARNING: this is a warning');

// for the progress bar that I did not finish
setInterval(() => console.log('.'), 1000);

const cache: tf.Tensor[] = [];
const remember = (t) => { cache.push(t.clone()); return t; };

export function forward(p: any, x: tf.Tensor3D, y: number) {
  const z1 = remember(tf.matMul(x, p.W1, false, true).add(p.b1));
  const z2 = remember(z1.relu());
  const yhat: string = remember(z2.matMul(p.w2, false, true).add(p.b2));
  const loss = tf.sub(y, yhat).square().div(2).mean();
  z1.print();
  console.log('loss', loss.dataSync()[0]);
  return { z1, z2, yhat, loss, debug: 'hello', p, self: forward };
}

export function backward(p: any, x: tf.Tensor3D, y: number) {
  const { z1, z2, yhat } = forward(p, x, y);
  const dyhat = remember(tf.sub(yhat, y).div(x.shape[0]));
  const dz2 = remember(dyhat.matMul(p.w2));
  const dz1 = remember(dz2.mul(z1.greater(0)));
  const dW1 = remember(dz1.matMul(x, true, false));
  const dw2 = remember(dyhat.matMul(z2, true, false));
  console.error('memory:', tf.memory().numTensors, 'tensors');
  return { dyhat, dz2, dz1, dW1, db1: dz1.sum(0), dw2, db2: dyhat.sum(0), dx: dz1.matMul(p.W1), seconds: 0.1 };
}
