/**
 * Writes a model as the bytes of an .onnx file. The numbers of fields are those of onnx.proto (ONNX, IR version 10). The
 * same model always gives the same bytes. Pure.
 */
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import {
  ELEMENT_TYPES,
  type ElementType,
  type OnnxAttribute,
  type OnnxGraph,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
  type OnnxValue,
} from './model.js';

const NUMBERS: ReadonlyMap<ElementType, number> = new Map(
  Object.entries(ELEMENT_TYPES).map(([number, type]) => [type, Number(number)]),
);

/** AttributeProto.AttributeType. */
const ATTRIBUTE_TYPES = {
  float: 1,
  int: 2,
  string: 3,
  tensor: 4,
  graph: 5,
  floats: 6,
  ints: 7,
  strings: 8,
} as const satisfies Record<OnnxAttribute['kind'], number>;

/** The bytes of a ModelProto. */
export function writeModel({ irVersion, opset, producer, graph }: OnnxModel): Uint8Array {
  const model = new BinaryWriter();
  model.tag(1, WireType.Varint).int64(irVersion);
  model.tag(2, WireType.LengthDelimited).string(producer);
  message(model, 7, (writer) => {
    writeGraph(writer, graph);
  });
  message(model, 8, (writer) => {
    writer.tag(1, WireType.LengthDelimited).string('');
    writer.tag(2, WireType.Varint).int64(opset);
  });
  return model.finish();
}

function message(writer: BinaryWriter, field: number, content: (writer: BinaryWriter) => void): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  content(writer);
  writer.join();
}

function writeGraph(writer: BinaryWriter, { name, nodes, initializers, inputs, outputs }: OnnxGraph): void {
  for (const node of nodes)
    message(writer, 1, (inner) => {
      writeNode(inner, node);
    });
  writer.tag(2, WireType.LengthDelimited).string(name);
  for (const tensor of initializers)
    message(writer, 5, (inner) => {
      writeTensor(inner, tensor);
    });
  for (const value of inputs)
    message(writer, 11, (inner) => {
      writeValue(inner, value);
    });
  for (const value of outputs)
    message(writer, 12, (inner) => {
      writeValue(inner, value);
    });
}

function writeNode(writer: BinaryWriter, { name, operator, domain, inputs, outputs, attributes }: OnnxNode): void {
  for (const input of inputs) writer.tag(1, WireType.LengthDelimited).string(input);
  for (const output of outputs) writer.tag(2, WireType.LengthDelimited).string(output);
  if (name !== '') writer.tag(3, WireType.LengthDelimited).string(name);
  writer.tag(4, WireType.LengthDelimited).string(operator);
  for (const [key, attribute] of Object.entries(attributes)) {
    message(writer, 5, (inner) => {
      inner.tag(1, WireType.LengthDelimited).string(key);
      writeAttribute(inner, attribute);
      inner.tag(20, WireType.Varint).int32(ATTRIBUTE_TYPES[attribute.kind]);
    });
  }
  if (domain !== '') writer.tag(7, WireType.LengthDelimited).string(domain);
}

function writeAttribute(writer: BinaryWriter, attribute: OnnxAttribute): void {
  switch (attribute.kind) {
    case 'float':
      writer.tag(2, WireType.Bit32).float(attribute.value);
      return;
    case 'int':
      writer.tag(3, WireType.Varint).int64(attribute.value);
      return;
    case 'string':
      writer.tag(4, WireType.LengthDelimited).string(attribute.value);
      return;
    case 'tensor':
      message(writer, 5, (inner) => {
        writeTensor(inner, attribute.value);
      });
      return;
    case 'graph':
      message(writer, 6, (inner) => {
        writeGraph(inner, attribute.value);
      });
      return;
    case 'floats':
      for (const value of attribute.values) writer.tag(7, WireType.Bit32).float(value);
      return;
    case 'ints':
      for (const value of attribute.values) writer.tag(8, WireType.Varint).int64(value);
      return;
    case 'strings':
      for (const value of attribute.values) writer.tag(9, WireType.LengthDelimited).string(value);
      return;
  }
}

function writeTensor(writer: BinaryWriter, { name, type, shape, bytes }: OnnxTensor): void {
  for (const side of shape) writer.tag(1, WireType.Varint).int64(side);
  writer.tag(2, WireType.Varint).int32(numberOf(type));
  writer.tag(8, WireType.LengthDelimited).string(name);
  writer.tag(9, WireType.LengthDelimited).bytes(bytes);
}

function writeValue(writer: BinaryWriter, { name, type, shape }: OnnxValue): void {
  writer.tag(1, WireType.LengthDelimited).string(name);
  message(writer, 2, (typeProto) => {
    message(typeProto, 1, (tensorType) => {
      tensorType.tag(1, WireType.Varint).int32(numberOf(type));
      if (shape === null) return;
      message(tensorType, 2, (shapeProto) => {
        for (const side of shape)
          message(shapeProto, 1, (dimension) => {
            writeSide(dimension, side);
          });
      });
    });
  });
}

function writeSide(writer: BinaryWriter, side: number | string): void {
  if (typeof side === 'number') writer.tag(1, WireType.Varint).int64(side);
  else writer.tag(2, WireType.LengthDelimited).string(side);
}

function numberOf(type: ElementType): number {
  const number = NUMBERS.get(type);
  if (number === undefined) throw new Error(`ONNX has no element type ${type}`);
  return number;
}
