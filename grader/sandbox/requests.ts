/** What is sent for each subject and probe, and what a reply to it must speak of. */
import { packTensors, type FrameCaps } from '../schema/frames.js';
import type { DifferentiateProbe, PredictProbe, Probe, Subject } from '../schema/plan.js';
import type { Request, TensorHeader } from '../schema/protocol.js';
import type { Asked } from './replies.js';

export interface Sendable {
  readonly request: Request;
  readonly body: Uint8Array;
  readonly asked: Asked;
  /** Where the reply may be larger than most. */
  readonly caps?: FrameCaps;
}

/** The name under which a value that is not a record is observed. */
const VALUE = 'value';
const EMPTY = new Uint8Array();
const NOTHING: Asked = { outputs: [], inputs: [] };

/** Names of layers and operations of the largest model that is admitted. */
const DESCRIPTION: FrameCaps = { headerBytes: 16 << 20, bodyBytes: 0 };
/** Bytes that a tensor takes in a header beside its name, and in a body beside its numbers. */
const HEADER_ENTRY = 300;
const BODY_ENTRY = 8;
const HEADER_REST = 1 << 16;

export function loadModelRequest({ path, format, example }: Extract<Subject, { kind: 'model' }>): Sendable {
  return { request: { type: 'load-model', path, format, example }, body: EMPTY, asked: NOTHING, caps: DESCRIPTION };
}

/** For a reply with a tensor of each name; `numbers` are in all of them together. */
function capsFor(names: readonly string[], numbers: number): FrameCaps {
  return {
    headerBytes: HEADER_REST + HEADER_ENTRY * names.length + Buffer.byteLength(JSON.stringify(names)),
    bodyBytes: BODY_ENTRY * (names.length + numbers),
  };
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
  const inputs = Object.keys(probe.inputs);
  return { request, body, asked: { outputs, inputs }, caps: capsFor([...outputs, ...inputs], 0) };
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

function differentiateRequest({ loss, divisor, input, label, weights, numbers }: DifferentiateProbe): Sendable {
  const { headers, body } = packTensors({ input, label });
  const tensors = { input: headerNamed(headers, 'input'), label: headerNamed(headers, 'label') };
  const request: Request = { type: 'differentiate', loss, divisor, tensors };
  return { request, body, asked: { outputs: weights, inputs: [] }, caps: capsFor(weights, numbers) };
}

function headerNamed(headers: Readonly<Record<string, TensorHeader>>, name: string): TensorHeader {
  const header = headers[name];
  if (header === undefined) throw new Error(`${name} was not packed`);
  return header;
}
