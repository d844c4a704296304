/**
 * The functions of tf.js that differentiate, by the names under which a report tells that they ran. A worker says no
 * other names, so that a student cannot choose the words.
 */
export const DIFFERENTIATORS = [
  'tf.grad',
  'tf.grads',
  'tf.valueAndGrad',
  'tf.valueAndGrads',
  'tf.variableGrads',
  'tf.customGrad',
  'optimizer.minimize',
  'optimizer.computeGradients',
  'model.fit',
  'model.fitDataset',
  'model.trainOnBatch',
  'tf.engine().gradients',
  'tf.getGradient',
] as const;
export type Differentiator = (typeof DIFFERENTIATORS)[number];
