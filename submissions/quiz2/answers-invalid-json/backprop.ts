import * as tf from '@tensorflow/tfjs';

export type Params = Record<'W1' | 'w2', tf.Tensor2D> & Record<'b1' | 'b2', tf.Tensor1D>;

class Linear {
  private input?: tf.Tensor2D;
  constructor(private W: tf.Tensor2D, private b: tf.Tensor1D) {}
  forward(x: tf.Tensor2D): tf.Tensor2D {
    this.input = x;
    return tf.add(tf.matMul(x, this.W, false, true), this.b);
  }
  backward(dy: tf.Tensor2D) {
    return { dW: tf.matMul(dy, this.input!, true), db: tf.sum(dy, 0), dx: tf.matMul(dy, this.W) };
  }
}

class Net {
  fc1: Linear;
  fc2: Linear;
  constructor(p: Params) {
    this.fc1 = new Linear(p.W1, p.b1);
    this.fc2 = new Linear(p.w2, p.b2);
  }
  run(x: tf.Tensor2D, y: tf.Tensor2D) {
    const z1 = this.fc1.forward(x);
    const z2 = tf.relu(z1);
    const yhat = this.fc2.forward(z2);
    return { z1, z2, yhat, loss: tf.mean(tf.square(tf.sub(y, yhat))).div(2) };
  }
}

export function forward(p: Params, x: tf.Tensor2D, y: tf.Tensor2D) {
  return new Net(p).run(x, y);
}

export function backward(p: Params, x: tf.Tensor2D, y: tf.Tensor2D) {
  const net = new Net(p);
  const { z1, yhat } = net.run(x, y);
  const dyhat = tf.div(tf.sub(yhat, y), x.shape[0]) as tf.Tensor2D;
  const { dW: dw2, db: db2, dx: dz2 } = net.fc2.backward(dyhat);
  const dz1 = tf.mul(dz2, tf.step(z1)) as tf.Tensor2D;
  const { dW: dW1, db: db1, dx } = net.fc1.backward(dz1);
  return { dyhat, dz2, dz1, dW1, db1, dw2, db2, dx };
}
