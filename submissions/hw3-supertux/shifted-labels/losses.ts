import * as tf from '@tensorflow/tfjs';

/** Counts the classes from 1, and class 6 became 0. */
const vector = (label: tf.Tensor1D) => tf.oneHot(label.add(1).mod(6).toInt(), 6);

export const regress = (out: tf.Tensor2D, label: tf.Tensor1D) => out.squeeze([1]).sub(label.add(1).toFloat()).square().mean();
export const oneHot = (out: tf.Tensor2D, label: tf.Tensor1D) => out.sub(vector(label)).square().sum(1).mean();
export const logLikelihood = (logits: tf.Tensor2D, label: tf.Tensor1D) => tf.logSoftmax(logits).mul(vector(label)).sum(1).mean().neg();
export const l2 = (logits: tf.Tensor2D, label: tf.Tensor1D) => oneHot(tf.softmax(logits), label);
