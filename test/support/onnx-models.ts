/** Small ONNX models for tests: parts with defaults, and bytes that no writer of models would write. */
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { OnnxAttribute, OnnxGraph, OnnxModel, OnnxNode, OnnxTensor } from '../../grader/onnx/format/model.js';
import { writeModel } from '../../grader/onnx/format/write.js';

export const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
  new Uint8Array(buffer, byteOffset, byteLength);

/** A weight of float32. */
export function weight(name: string, shape: readonly number[], values: readonly number[]): OnnxTensor {
  return { name, type: 'float32', shape, bytes: bytesOf(Float32Array.from(values)) };
}

export function whole(name: string, shape: readonly number[], values: readonly bigint[]): OnnxTensor {
  return { name, type: 'int64', shape, bytes: bytesOf(BigInt64Array.from(values)) };
}

export function node(
  operator: string,
  inputs: readonly string[],
  outputs: string | readonly string[],
  attributes: Record<string, OnnxAttribute> = {},
): OnnxNode {
  return { name: '', operator, domain: '', inputs, outputs: [outputs].flat(), attributes };
}

/** `y` of `x`, which has two numbers. */
export function onnxModel(graph: Partial<OnnxGraph> = {}, rest: Partial<Omit<OnnxModel, 'graph'>> = {}): OnnxModel {
  return {
    ...{ irVersion: 8, opset: 17, producer: 'test' },
    ...rest,
    graph: {
      name: 'graph',
      nodes: [node('Gemm', ['x', 'W', 'b'], 'y', { transB: { kind: 'int', value: 1 } })],
      initializers: [weight('W', [3, 2], [1, 2, 3, 4, 5, 6]), weight('b', [3], [0.5, 0, -1])],
      inputs: [{ name: 'x', type: 'float32', shape: ['N', 2] }],
      outputs: [{ name: 'y', type: 'float32', shape: ['N', 3] }],
      ...graph,
    },
  };
}

type Value = number | bigint | string | Uint8Array;

type Fields = readonly (readonly [field: number, value: Value])[];

/** A message of a protocol buffer: numbers are varints, everything else has a length. */
export function message(...fields: Fields): Uint8Array {
  const writer = new BinaryWriter();
  for (const [field, value] of fields) {
    if (typeof value === 'number' || typeof value === 'bigint') writer.tag(field, WireType.Varint).int64(value);
    else if (typeof value === 'string') writer.tag(field, WireType.LengthDelimited).string(value);
    else writer.tag(field, WireType.LengthDelimited).bytes(value);
  }
  return writer.finish();
}

const bytesIn = (models: Partial<OnnxGraph>) => writeModel(onnxModel(models));

/** The usual model with further fields in its graph; protocol buffers merge two messages of one field. */
export function withGraphFields(...fields: Fields): Uint8Array {
  return withGraphBytes(message(...fields));
}

/** The same with fields that were written already. */
export function withGraphBytes(fields: Uint8Array): Uint8Array {
  return replaceGraph(bytesIn({}), (inner) => Buffer.concat([inner, fields]));
}

/** The usual model with further fields beside its graph. */
export function withModelFields(...fields: Fields): Uint8Array {
  return Buffer.concat([bytesIn({}), message(...fields)]);
}

function replaceGraph(model: Uint8Array, change: (graph: Uint8Array) => Uint8Array): Uint8Array {
  // 08 irVersion, 12 producer, 3a graph, 42 opset: as writeModel writes them, with lengths below 128 or of two bytes
  const at = model.indexOf(0x3a, 2 + 2 + (model[3] ?? 0));
  let length = 0;
  let start = at + 1;
  for (let shift = 0; ; shift += 7) {
    const byte = model[start++] ?? 0;
    length |= (byte & 0x7f) << shift;
    if (byte < 0x80) break;
  }
  const graph = change(model.subarray(start, start + length));
  return Buffer.concat([model.subarray(0, at), message([7, graph]), model.subarray(start + length)]);
}
