/** What is sent for each subject and probe, and what a reply to it must speak of. */
import { packTensors } from '../schema/frames.js';
import type { DifferentiateProbe, PredictProbe, Probe } from '../schema/plan.js';
import type { Request, TensorHeader } from '../schema/protocol.js';
import type { Asked } from './replies.js';

export interface Sendable {
  readonly request: Request;
  readonly body: Uint8Array;
  readonly asked: Asked;
}

/** The name under which a value that is not a record is observed. */
const VALUE = 'value';
const EMPTY = new Uint8Array();
const NOTHING: Asked = { outputs: [], inputs: [] };

export function loadModelRequest(path: string): Sendable {
  return { request: { type: 'load-model', path }, body: EMPTY, asked: NOTHING };
}

export function loadModuleRequest(filename: string, code: string): Sendable {
  return { request: { type: 'load-module', filename }, body: new TextEncoder().encode(code), asked: NOTHING };
}

export function probeRequest(probe: Probe): Sendable {
  if (probe.kind === 'predict') return predictRequest(probe);
  if (probe.kind === 'differentiate') return differentiateRequest(probe);
  const { headers, body } = packTensors(probe.inputs);
  const { export: name, arguments: shapes, returns } = probe;
  const request: Request = { type: 'call', export: name, arguments: shapes, returns, tensors: headers };
  const outputs = returns.kind === 'value' ? [VALUE] : returns.keys;
  return { request, body, asked: { outputs, inputs: Object.keys(probe.inputs) } };
}

export function predictRequest(
  { input, batchSize, divisor }: Pick<PredictProbe, 'input' | 'batchSize' | 'divisor'>,
  { onCpu = false }: { readonly onCpu?: boolean } = {},
): Sendable {
  const { headers, body } = packTensors({ input });
  const request: Request = {
    type: 'predict',
    batchSize,
    divisor,
    onCpu,
    tensors: { input: headerNamed(headers, 'input') },
  };
  return { request, body, asked: { outputs: [VALUE], inputs: [] } };
}

function differentiateRequest({ loss, divisor, input, label, weights }: DifferentiateProbe): Sendable {
  const { headers, body } = packTensors({ input, label });
  const tensors = { input: headerNamed(headers, 'input'), label: headerNamed(headers, 'label') };
  return { request: { type: 'differentiate', loss, divisor, tensors }, body, asked: { outputs: weights, inputs: [] } };
}

function headerNamed(headers: Readonly<Record<string, TensorHeader>>, name: string): TensorHeader {
  const header = headers[name];
  if (header === undefined) throw new Error(`${name} was not packed`);
  return header;
}
