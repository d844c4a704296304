/** Every kind of layer, option and operation of Keras 3 gives Keras's answers, or is refused with the reason. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { OPERATIONS } from '../../grader/runtime/keras/operations.js';
import { tf } from '../../grader/runtime/tf.js';
import { OPERATIONS as TRANSLATED } from '../../grader/translation/operations.js';
import { answerModel } from '../support/answer-model.js';
import { filesOf, numbersOf, readKinds, type Kind } from '../support/keras-kinds.js';

/** float16 has eleven bits; everything else differs by rounding of float32 only. */
const TOLERANCE = { half: 5e-3, single: 2e-5 };

/** What cannot be computed, with the message. */
const REFUSED: Readonly<Record<string, RegExp>> = {
  'act-prelu': /activation PReLU, which learns weights of its own: put it behind the layer/,
  'act-lambda': /with the activation that cannot be read/,
  'fn-sparsemax': /with the activation sparsemax, which tf\.js does not have/,
  'conv3d-groups': /\(Conv3D\) with groups/,
  convlstm1d: /\(ConvLSTM1D\), which is not supported: use ConvLSTM2D/,
  lambda: /\(Lambda\), which is not supported: use standard layers/,
  'adaptive-pool': /\(AdaptiveAveragePooling2D\), which is not supported/,
  'layernorm-rms': /with rms_scaling/,
  'conv2d-transpose-outpad': /with an output_padding/,
  'aug-Equalization': /\(Equalization\), which is not supported: prepare the images/,
  'aug-AutoContrast': /\(AutoContrast\), which is not supported: prepare the images/,
  'bidirectional-own': /with a backward_layer that differs from the forward one/,
  'additive-attention': /\(AdditiveAttention\), which is not supported: use Attention/,
  'attention-mask': /\(Attention\) behind a mask/,
  'op-normalize': /the operation normalize \(Normalize\) between its layers/,
  'op-einsum': /the operation einsum \(Einsum\) between its layers/,
  discretization: /it prepares data/,
  'category-encoding': /that prepares data/,
  reversible: /\(ReversibleEmbedding\), which is not supported/,
  'random-crop': /\(RandomCrop\) that cuts while nothing is trained too/,
};
const KINDS = readKinds();

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const ask = (kind: Kind) => answerModel(filesOf(kind), { shape: kind.input.shape, values: numbersOf(kind.input) });

describe.each(Object.keys(KINDS).filter((name) => !Object.hasOwn(REFUSED, name)))('%s', (name) => {
  test('answers as Keras does', async () => {
    const kind = KINDS[name] as Kind;
    const answer = await ask(kind);
    if (answer.status !== 'answered') throw new Error(answer.sentence);
    const expected = [...numbersOf(kind.output)];
    const largest = Math.max(1, ...expected.map(Math.abs));
    const worst = Math.max(...expected.map((value, index) => Math.abs(value - (answer.values[index] ?? NaN))));
    expect(answer.values).toHaveLength(expected.length);
    expect(worst / largest).toBeLessThan(name.endsWith('f16') ? TOLERANCE.half : TOLERANCE.single);
  });
});

test.each(Object.entries(REFUSED))('%s is refused with the reason', async (name, sentence) => {
  expect(await ask(KINDS[name] as Kind)).toMatchObject({
    status: 'refused',
    sentence: expect.stringMatching(sentence) as unknown,
  });
});

test('the operations that are translated are those that are computed', () => {
  expect([...TRANSLATED].sort()).toEqual(Object.keys(OPERATIONS).sort());
});
