/** Prints how many of the small networks exported by Keras 3 give the same answers as Keras. A separate program. */
import { tf } from '../../grader/runtime/tf.js';
import { answerModel } from '../support/answer-model.js';
import { filesOf, numbersOf, readKinds, type Kind } from '../support/keras-kinds.js';

/** Single precision, and half where a layer computes in half. */
const TOLERANCE = { half: 5e-3, single: 2e-5 };

async function main(): Promise<void> {
  await tf.setBackend('cpu');
  const kinds = Object.entries(readKinds());
  let [equal, told] = [0, 0];
  for (const [name, kind] of kinds) {
    const verdict = await verdictOn(name, kind);
    if (verdict === 'equal') equal += 1;
    if (verdict === 'told') told += 1;
  }
  process.stdout.write(`${String(equal)} of ${String(kinds.length)}, ${String(told)} refused with the reason\n`);
}

async function verdictOn(name: string, kind: Kind): Promise<'equal' | 'told' | 'other'> {
  const answer = await answerModel(filesOf(kind), { shape: kind.input.shape, values: numbersOf(kind.input) });
  if (answer.status === 'refused') return 'told';
  const expected = [...numbersOf(kind.output)];
  const largest = Math.max(1, ...expected.map(Math.abs));
  const worst = Math.max(...expected.map((value, index) => Math.abs(value - (answer.values[index] ?? NaN))));
  return worst / largest < (name.endsWith('f16') ? TOLERANCE.half : TOLERANCE.single) ? 'equal' : 'other';
}

void main();
