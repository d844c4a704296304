/** Recurrent layers against tf.js: by ONNX's own operators, and step by step where it lacks an activation or the cell. */
import { expect, test } from '@jest/globals';
import {
  both,
  gapOf,
  refusalOf,
  single,
  TOLERANCE,
  type Described,
} from '../../../../support/onnx-fuzz/against-tfjs.js';
import { columns } from '../../../../../grader/onnx/layers/recurrent/cells.js';

const SERIES = [4, 3];
const layer = (name: string, config: object): Described => single(name, { units: 2, ...config }, SERIES);

test.each<[string, Described]>([
  ['SimpleRNN', layer('SimpleRNN', { return_sequences: true })],
  ['SimpleRNN step by step', layer('SimpleRNN', { activation: 'gelu' })],
  ['LSTM', layer('LSTM', { recurrent_activation: 'hard_sigmoid' })],
  ['LSTM from the end', layer('LSTM', { go_backwards: true, return_sequences: true, recurrent_activation: 'sigmoid' })],
  ['LSTM step by step', layer('LSTM', { activation: 'softplus', return_sequences: true })],
  ['GRU as Keras has it', layer('GRU', { reset_after: true, return_sequences: true })],
  ['GRU as Keras has it, step by step', layer('GRU', { reset_after: true, activation: 'elu' })],
  ['GRU as tf.js has it', layer('GRU', { reset_after: false })],
  ['GRU as tf.js has it, step by step', layer('GRU', { reset_after: false, activation: 'mish', use_bias: false })],
  ['defaults of tf.js', { ...layer('LSTM', {}), origin: 'tfjs' }],
  [
    'in both directions',
    single(
      'Bidirectional',
      { layer: { class_name: 'LSTM', config: { name: 'inner', units: 2, return_sequences: true } } },
      SERIES,
    ),
  ],
  [
    'in both directions, from the end',
    single(
      'Bidirectional',
      { merge_mode: 'mul', layer: { class_name: 'GRU', config: { name: 'inner', units: 2, go_backwards: true } } },
      SERIES,
    ),
  ],
  [
    'a dense layer at each step',
    single('TimeDistributed', { layer: { class_name: 'Dense', config: { name: 'inner', units: 2 } } }, SERIES),
  ],
  [
    'a convolution at each step',
    single(
      'TimeDistributed',
      { layer: { class_name: 'Conv2D', config: { name: 'inner', filters: 2, kernel_size: 2, padding: 'same' } } },
      [3, 4, 4, 1],
    ),
  ],
  [
    'ConvLSTM2D',
    single(
      'ConvLSTM2D',
      { filters: 2, kernel_size: 2, strides: 2, padding: 'same', return_sequences: true },
      [3, 5, 4, 2],
    ),
  ],
  [
    'ConvLSTM2D, channels first',
    single('ConvLSTM2D', { filters: 2, kernel_size: 2, data_format: 'channels_first' }, [2, 2, 4, 4]),
  ],
])('%s', async (_, described) => {
  expect(gapOf(await both(described))).toBeLessThan(TOLERANCE);
});

const cell = (class_name: string, name: string) => ({ class_name, config: { name, units: 2 } });

test('stacked cells, with their states from the last cell on', async () => {
  const cells = [cell('GRUCell', 'a'), cell('LSTMCell', 'b')];
  const config = { cell: { class_name: 'StackedRNNCells', config: { name: 'stack', cells } }, return_state: true };
  const described: Described = { ...single('RNN', config, SERIES), outputs: 4 };
  expect(gapOf(await both(described))).toBeLessThan(TOLERANCE);
});

test('a stateful layer, one without end, and a layer in place of a cell are refused', () => {
  const weights = { 'it/kernel': [3, 8], 'it/recurrent_kernel': [2, 8], 'it/bias': [8] };
  expect(refusalOf({ ...layer('LSTM', { stateful: true }), origin: 'tfjs' }, weights)).toBe(
    'the layer it (LSTM) with stateful',
  );
  const long = { ...single('LSTM', { units: 2, activation: 'gelu' }, [300, 3]), origin: 'tfjs' as const };
  expect(refusalOf(long, weights)).toBe(
    'the layer it (LSTM) with 300 steps and an activation or cell that ONNX does not have',
  );
  const around = { ...single('RNN', { cell: cell('LSTM', 'c') }, SERIES), origin: 'tfjs' as const };
  expect(refusalOf(around, weights)).toBe('the layer c (LSTM) that is not translated as a cell');
});

test('multiply-adds: 4 steps of 4 gates of 2 units, on 3 inputs and 2 states', async () => {
  const { onnx } = await both(layer('LSTM', {}));
  expect(onnx).toMatchObject({ macs: 4 * 4 * 2 * (3 + 2) });
  const { onnx: written } = await both(layer('LSTM', { activation: 'gelu' }));
  expect(written).toMatchObject({ macs: 4 * 4 * 2 * (3 + 2) });
});

test('columns of a matrix', () => {
  expect([...columns(Float32Array.of(1, 2, 3, 4, 5, 6), 3, 1, 2)]).toEqual([2, 3, 5, 6]);
});
