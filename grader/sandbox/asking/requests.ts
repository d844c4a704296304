/** The request for each subject and probe, and what a reply to it must contain. */
import { mostBodyBytes, packTensors, type FrameCaps } from '../../protocol/frames.js';
import { scalingIn, type Scaling } from '../../tensor/images.js';
import type { DifferentiateProbe, PredictProbe, Probe, Subject } from '../../stages/plan.js';
import {
  SHAPE_OUTPUT,
  VALUE_OUTPUT,
  type Request,
  type ShownTensor,
  type TensorHeader,
} from '../../protocol/worker.js';
import { rowsOf } from '../../tensor/rows.js';
import { sizeOf, type TensorData } from '../../tensor/tensor.js';
import type { Asked } from './replies.js';
import { nameShown } from './shown-inputs.js';

export interface Sendable {
  readonly request: Request;
  readonly body: Uint8Array;
  readonly asked: Asked;
  /** The largest reply, which follows from the request; a larger one is refused before it is read. */
  readonly caps: FrameCaps;
}

const EMPTY = new Uint8Array();
const NOTHING: Asked = { outputs: [], inputs: {}, mostValues: 0 };

/** An error in three texts, and names of keys and exports, in JSON: at worst six bytes for each character. */
const HEADER_BYTES = 128 << 10;
/** The description of one output or input, without its name. */
const ENTRY_BYTES = 2 << 10;
const BYTES_PER_CHARACTER = 6;

function capsOf({ outputs, inputs, mostValues }: Asked): FrameCaps {
  const names = [...outputs, ...Object.keys(inputs)];
  const characters = names.reduce((sum, name) => sum + name.length, 0);
  const values = Object.values(inputs).reduce((sum, { shape }) => sum + sizeOf(shape), mostValues);
  return {
    headerBytes: HEADER_BYTES + ENTRY_BYTES * names.length + BYTES_PER_CHARACTER * characters,
    bodyBytes: mostBodyBytes(names.length, values),
  };
}

function sendable(request: Request, body: Uint8Array, asked: Asked): Sendable {
  return { request, body, asked, caps: capsOf(asked) };
}

/** Names of layers and operations of the largest model that is accepted. */
const DESCRIPTION: FrameCaps = { headerBytes: 8 << 20, bodyBytes: 0 };

export function loadModelRequest(subject: Extract<Subject, { kind: 'model' }>): Sendable {
  const { path, format, example, channelsFirst, plain } = subject;
  const how = { ...(channelsFirst === true ? { channelsFirst } : {}), ...(plain === true ? { plain } : {}) };
  const request: Request = { type: 'load-model', path, format, example, ...how };
  return { request, body: EMPTY, asked: NOTHING, caps: DESCRIPTION };
}

export function loadModuleRequest(filename: string, code: string): Sendable {
  return sendable({ type: 'load-module', filename }, new TextEncoder().encode(code), NOTHING);
}

/** The same module, whose arithmetic is counted. */
export function countedRequest(sendable: Sendable): Sendable {
  const { request } = sendable;
  return request.type === 'load-module' ? { ...sendable, request: { ...request, counted: true } } : sendable;
}

export function probeRequest(probe: Probe): Sendable {
  if (probe.kind === 'predict') return predictRequest(probe);
  if (probe.kind === 'differentiate') return differentiateRequest(probe);
  const { headers, body } = packTensors(probe.inputs);
  const { export: name, arguments: shapes, returns, mostValues, inputs, watched, receives } = probe;
  const how = { ...(watched === true ? { watched } : {}), ...(receives === undefined ? {} : { receives }) };
  const request: Request = {
    ...{ type: 'call', export: name, arguments: shapes, returns, mostValues, ...how },
    tensors: headers,
  };
  const outputs = returns.kind === 'value' ? [VALUE_OUTPUT] : returns.keys;
  return sendable(request, body, { outputs, inputs, mostValues });
}

export interface HowToAsk {
  /** On what the backend is compared with. */
  readonly asWitness?: boolean;
  /** Files with inputs that the worker is shown. */
  readonly shown?: readonly string[];
  /** The examples to ask for, by their indices; default: all. */
  readonly rows?: readonly number[];
}

export function predictRequest(
  probe: Pick<PredictProbe, 'input' | 'batchSize' | 'mostValues' | 'maps' | keyof Scaling>,
  { asWitness = false, shown = [], rows }: HowToAsk = {},
): Sendable {
  const { batchSize, mostValues, maps } = probe;
  const file = nameShown(probe.input.values, shown);
  // bytes that the worker has been shown do not travel again
  const sent = file !== null ? null : rows === undefined ? probe.input : rowsOf(probe.input, rows);
  const { headers, body } = packTensors(sent === null ? {} : { input: sent });
  const tensors = { input: file === null ? headerNamed(headers, 'input') : shownHeader(probe.input, file, rows) };
  const form = maps === undefined ? {} : { maps };
  const scaling = scalingIn(probe);
  const request: Request = { type: 'predict', batchSize, scaling, asWitness, mostValues, ...form, tensors };
  const outputs = maps === undefined ? [VALUE_OUTPUT] : [VALUE_OUTPUT, SHAPE_OUTPUT];
  return sendable(request, body, { outputs, inputs: {}, mostValues });
}

function shownHeader({ dtype, shape }: TensorData, file: string, rows?: readonly number[]): ShownTensor {
  return rows === undefined ? { dtype, shape, file } : { dtype, shape: [rows.length, ...shape.slice(1)], file, rows };
}

function differentiateRequest(probe: DifferentiateProbe): Sendable {
  const { loss, input, label, weights, mostValues } = probe;
  const { headers, body } = packTensors({ input, label });
  const tensors = { input: headerNamed(headers, 'input'), label: headerNamed(headers, 'label') };
  const request: Request = { type: 'differentiate', loss, scaling: scalingIn(probe), tensors };
  return sendable(request, body, { outputs: weights, inputs: {}, mostValues });
}

function headerNamed(headers: Readonly<Record<string, TensorHeader>>, name: string): TensorHeader {
  const header = headers[name];
  if (header === undefined) throw new Error(`${name} was not packed`);
  return header;
}
