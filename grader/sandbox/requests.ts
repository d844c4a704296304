/** What is sent for each subject and probe, and what a reply to it must speak of. */
import { packTensors } from '../schema/frames.js';
import type { Probe } from '../schema/plan.js';
import type { Request } from '../schema/protocol.js';
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
  if (probe.kind === 'predict') {
    const { headers, body } = packTensors({ input: probe.input });
    const input = headers['input'];
    if (input === undefined) throw new Error('the input was not packed');
    const request: Request = { type: 'predict', batchSize: probe.batchSize, tensors: { input } };
    return { request, body, asked: { outputs: [VALUE], inputs: [] } };
  }
  const { headers, body } = packTensors(probe.inputs);
  const { export: name, arguments: shapes, returns } = probe;
  const request: Request = { type: 'call', export: name, arguments: shapes, returns, tensors: headers };
  const outputs = returns.kind === 'value' ? [VALUE] : returns.keys;
  return { request, body, asked: { outputs, inputs: Object.keys(probe.inputs) } };
}
