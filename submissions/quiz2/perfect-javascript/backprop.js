// plain JavaScript, CommonJS
const tf = require('@tensorflow/tfjs');

function forward(p, x, y) {
  const z1 = tf.add(tf.matMul(x, p.W1, false, true), p.b1);
  const z2 = tf.relu(z1);
  const yhat = tf.add(tf.matMul(z2, p.w2, false, true), p.b2);
  const loss = tf.mean(tf.square(tf.sub(y, yhat)).mul(0.5));
  return { z1, z2, yhat, loss };
}

function backward(p, x, y) {
  const { z1, z2, yhat } = forward(p, x, y);
  const B = x.shape[0];
  const dyhat = tf.div(tf.sub(yhat, y), B);
  const dz2 = tf.matMul(dyhat, p.w2);
  const dz1 = tf.where(z1.greater(0), dz2, tf.zerosLike(dz2));
  return {
    dyhat,
    dz2,
    dz1,
    dW1: tf.matMul(dz1, x, true),
    db1: tf.sum(dz1, 0),
    dw2: tf.matMul(dyhat, z2, true),
    db2: tf.sum(dyhat, 0),
    dx: tf.matMul(dz1, p.W1),
  };
}

module.exports = { forward, backward };
