/** A right solution of Quiz 2 in code, to be broken: replaces the first lines of each of its two functions. */
import { gradeOne } from '../../grader/grading/grade.js';
import { loadRubric } from '../../grader/rubric/load.js';
import { chooseDriver } from '../../grader/sandbox/drivers/choose.js';
import type { CheckReport, GradeReport } from '../../grader/schema/report.js';
import { makeFolder, writeFiles } from './folders.js';

export interface Spoiled {
  /** Of the module. */
  readonly head?: string;
  /** Before and after `forward` has computed its result. */
  readonly before?: string;
  readonly after?: string;
}

export function quiz2Code({ head = '', before = '', after = '' }: Spoiled = {}): string {
  return `const tf = require('@tensorflow/tfjs');
${head}
function pass(p, x, y) {
  const z1 = tf.add(tf.matMul(x, p.W1, false, true), p.b1);
  const z2 = tf.relu(z1);
  const yhat = tf.add(tf.matMul(z2, p.w2, false, true), p.b2);
  const loss = tf.mean(tf.mul(0.5, tf.squaredDifference(y, yhat)));
  return { z1, z2, yhat, loss };
}
exports.forward = function (p, x, y) {
  ${before}
  const result = pass(p, x, y);
  ${after}
  return result;
};
exports.backward = function (p, x, y) {
  const { z1, z2, yhat } = pass(p, x, y);
  const dyhat = tf.div(tf.sub(yhat, y), x.shape[0]);
  const dz2 = tf.matMul(dyhat, p.w2);
  const dz1 = tf.where(tf.greater(z1, 0), dz2, tf.zerosLike(dz2));
  const [dW1, db1] = [tf.matMul(dz1, x, true), tf.sum(dz1, 0)];
  return { dyhat, dz2, dz1, dW1, db1, dw2: tf.matMul(dyhat, z2, true), db2: tf.sum(dyhat, 0), dx: tf.matMul(dz1, p.W1) };
};
`;
}

/** In the real sandbox, by the rubric that is shipped. */
export async function gradeQuiz2(code: string): Promise<GradeReport> {
  const [rubric, driver] = [await loadRubric('rubrics/quiz2.yaml'), await chooseDriver('bubblewrap')];
  return gradeOne(writeFiles(makeFolder(), { 'backprop.js': code }), { rubric, driver });
}

export function resultOf({ results }: GradeReport, id: string): CheckReport {
  const result = results.find((one) => one.id === id);
  if (result === undefined) throw new Error(`no check ${id}`);
  return result;
}
