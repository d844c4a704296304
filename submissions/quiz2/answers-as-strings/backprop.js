import * as tf from '@tensorflow/tfjs';

export const forward = (p, x, y) => {
  const z1 = tf.add(tf.dot(x, tf.transpose(p.W1)), p.b1);
  const z2 = tf.relu(z1);
  const yhat = tf.add(tf.dot(z2, tf.transpose(p.w2)), p.b2);
  const loss = tf.mean(tf.square(tf.sub(y, yhat))).div(2);
  return { z1, z2, yhat, loss };
};

export const backward = (p, x, y) => {
  const f = forward(p, x, y);
  const g = {};
  g.dyhat = tf.div(tf.sub(f.yhat, y), y.size);
  g.dz2 = tf.dot(g.dyhat, p.w2);
  g.dz1 = tf.mul(g.dz2, tf.greater(f.z1, 0));
  g.dW1 = tf.dot(tf.transpose(g.dz1), x);
  g.db1 = tf.sum(g.dz1, 0);
  g.dw2 = tf.dot(tf.transpose(g.dyhat), f.z2);
  g.db2 = tf.sum(g.dyhat, 0);
  g.dx = tf.dot(g.dz1, p.W1);
  return g;
};
