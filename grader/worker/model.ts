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
import type { Network } from '../runtime/network.js';
import { predictAll } from '../runtime/predict.js';
import type { LoadedModel } from './loaded-model.js';
import { readShown } from './shown.js';

type ModelRequest = Extract<Request, { type: 'predict' | 'differentiate' }>;

export async function answerModel(
  request: ModelRequest,
  body: Uint8Array,
  loaded: LoadedModel,
): Promise<{ reply: Reply; body: Uint8Array }> {
  const reader = new TensorReader(body);
  const { input: header } = request.tensors;
  const input = 'file' in header ? readShown(header) : reader.read(header, 'input');
  if (request.type === 'differentiate') {
    const { scaling, loss } = request;
    if (loaded.model === null) throw new Error('the model is not one of tf.js, which alone can differentiate it');
    const label = reader.read(request.tensors.label, 'label');
    const gradients = differentiate(loaded.model, loss, { input, label, scaling });
    return pack(gradients, { weights: loaded.digest(), inputKept: true });
  }
  const { asWitness } = request;
  return asWitness
    ? await loaded.witness((network) => predict(request, input, network, loaded))
    : await predict(request, input, loaded.network, loaded);
}

async function predict(
  { batchSize, scaling, mostValues, maps: form }: Extract<ModelRequest, { type: 'predict' }>,
  input: TensorData,
  network: Network,
  loaded: LoadedModel,
): Promise<{ reply: Reply; body: Uint8Array }> {
  if (form !== undefined) {
    const { sides, maps, inputKept } = await predictMaps(network, input, { ...scaling, batchSize, form });
    const shape: TensorData = { dtype: 'int32', shape: [sides.length], values: Int32Array.from(sides) };
    const told = { [SHAPE_OUTPUT]: shape, ...(maps === null ? {} : { [VALUE_OUTPUT]: maps }) };
    return pack(told, { weights: loaded.digest(), inputKept });
  }
  const { outputs, inputKept } = await predictAll(network, input, { ...scaling, batchSize, mostValues });
  const after = { weights: loaded.digest(), inputKept };
  if (outputs.kind === 'numbers') return pack({ value: outputs.data }, after);
  const reply: Reply = { type: 'returned', outputs: { value: outputs }, keys: [], inputsAfter: {}, model: after };
  return { reply, body: new Uint8Array() };
}

function pack(tensors: Readonly<Record<string, TensorData>>, model: ModelAfter): { reply: Reply; body: Uint8Array } {
  const { headers, body } = packTensors(tensors);
  const outputs = Object.entries(headers).map(([name, tensor]): [string, OutputHeader] => [
    name,
    { kind: 'numbers', form: 'tensor', tensor },
  ]);
  return { reply: { type: 'returned', outputs: Object.fromEntries(outputs), keys: [], inputsAfter: {}, model }, body };
}
