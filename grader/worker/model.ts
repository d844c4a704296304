/** Answers requests about an exported model: its outputs, or the gradients of a loss. */
import { packTensors, TensorReader } from '../protocol/frames.js';
import {
  SHAPE_OUTPUT,
  VALUE_OUTPUT,
  type ModelAfter,
  type OutputHeader,
  type Reply,
  type Request,
} from '../protocol/worker.js';
import type { TensorData } from '../tensor/tensor.js';
import { differentiate } from '../runtime/differentiate.js';
import { predictMaps } from '../runtime/maps.js';
import { digestWeights, predictAll, type Model } from '../runtime/model.js';
import { tf } from '../runtime/tf.js';

type ModelRequest = Extract<Request, { type: 'predict' | 'differentiate' }>;

export async function answerModel(
  request: ModelRequest,
  body: Uint8Array,
  model: Model,
): Promise<{ reply: Reply; body: Uint8Array }> {
  const reader = new TensorReader(body);
  const input = reader.read(request.tensors.input, 'input');
  if (request.type === 'differentiate') {
    const { scaling, loss } = request;
    const label = reader.read(request.tensors.label, 'label');
    const gradients = differentiate(model, loss, { input, label, scaling });
    return pack(gradients, { weights: digestWeights(model), inputKept: true });
  }
  const chosen = tf.getBackend();
  if (request.onCpu) await tf.setBackend('cpu');
  try {
    const { batchSize, scaling, mostValues, maps: form } = request;
    if (form !== undefined) {
      const { sides, maps, inputKept } = await predictMaps(model, input, { ...scaling, batchSize, form });
      const shape: TensorData = { dtype: 'int32', shape: [sides.length], values: Int32Array.from(sides) };
      const told = { [SHAPE_OUTPUT]: shape, ...(maps === null ? {} : { [VALUE_OUTPUT]: maps }) };
      return pack(told, { weights: digestWeights(model), inputKept });
    }
    const { outputs, inputKept } = await predictAll(model, input, { ...scaling, batchSize, mostValues });
    const after = { weights: digestWeights(model), inputKept };
    if (outputs.kind === 'numbers') return pack({ value: outputs.data }, after);
    const reply: Reply = { type: 'returned', outputs: { value: outputs }, keys: [], inputsAfter: {}, model: after };
    return { reply, body: new Uint8Array() };
  } finally {
    if (request.onCpu) await tf.setBackend(chosen);
  }
}

function pack(tensors: Readonly<Record<string, TensorData>>, model: ModelAfter): { reply: Reply; body: Uint8Array } {
  const { headers, body } = packTensors(tensors);
  const outputs = Object.entries(headers).map(([name, tensor]): [string, OutputHeader] => [
    name,
    { kind: 'numbers', form: 'tensor', tensor },
  ]);
  return { reply: { type: 'returned', outputs: Object.fromEntries(outputs), keys: [], inputsAfter: {}, model }, body };
}
