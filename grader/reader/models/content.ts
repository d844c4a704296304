/**
 * Recognises files of other formats by their content, whatever their names: what frameworks write by themselves, where a
 * homework wants an exported model. Pure; needs the first and last bytes of a file.
 */
import type { OtherFormat } from '../../models/other-formats.js';

/** The bytes at each end that are searched. */
export const END_BYTES = 64 * 1024;

interface Ends {
  readonly head: Buffer;
  readonly tail: Buffer;
}

const ZIP = Buffer.from('PK\u0003\u0004', 'latin1');
const HDF5 = Buffer.from('\u0089HDF\r\n\u001a\n', 'latin1');
const NUMPY = Buffer.from('\u0093NUMPY', 'latin1');
const GZIP = Buffer.from([0x1f, 0x8b]);
/** Protocols 2 to 5 of pickle; older ones are text. */
const PICKLE = 0x80;
/** The number with which files of torch.save began until PyTorch 1.6, as pickle writes it. */
const OLD_TORCH = Buffer.from([0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19]);
/** saved_model_schema_version 1, then meta graphs. */
const SAVED_MODEL = Buffer.from([0x08, 0x01, 0x12]);

/** Names in zip archives, from the most telling. */
const ZIPPED: readonly (readonly [string, OtherFormat])[] = [
  ['model.weights.h5', 'keras'],
  ['data.pkl', 'pytorch'],
  ['constants.pkl', 'pytorch'],
  ['archive_format', 'pytorch'],
  ['.npy', 'numpy'],
  ['saved_model.pb', 'saved-model'],
];

/** null for anything else, such as a damaged file of a model. */
export function formatOfContent(head: Uint8Array, tail: Uint8Array): OtherFormat | null {
  const ends = { head: Buffer.from(head), tail: Buffer.from(tail) };
  return archived(ends) ?? binary(ends.head) ?? exported(ends.head);
}

function startsWith(bytes: Buffer, start: Buffer, at = 0): boolean {
  return bytes.subarray(at, at + start.length).equals(start);
}

function archived({ head, tail }: Ends): OtherFormat | null {
  if (startsWith(head, GZIP)) return 'gzip';
  if (!startsWith(head, ZIP)) return null;
  const found = ZIPPED.find(([name]) => head.includes(name, 0, 'latin1') || tail.includes(name, 0, 'latin1'));
  return found?.[1] ?? 'zip';
}

function binary(head: Buffer): OtherFormat | null {
  if (startsWith(head, HDF5)) return 'keras';
  if (startsWith(head, NUMPY)) return 'numpy';
  if (head.subarray(4, 8).toString('latin1') === 'TFL3') return 'tflite';
  if (head.subarray(0, 4).toString('latin1') === 'GGUF') return 'other-network';
  if (isSafetensors(head)) return 'safetensors';
  if (startsWith(head, SAVED_MODEL) && head.includes('serve', 0, 'latin1')) return 'saved-model';
  return pickled(head);
}

function pickled(head: Buffer): OtherFormat | null {
  const [first, protocol = 0] = head;
  if (first !== PICKLE || protocol < 2 || protocol > 5) return null;
  return startsWith(head, OLD_TORCH, 2) ? 'pytorch' : 'pickle';
}

/** The length of a JSON object, as a number of 64 bits, and that object. */
function isSafetensors(head: Buffer): boolean {
  if (head.length < 10 || head.readUInt32LE(4) !== 0) return false;
  return head[8] === 0x7b && head[9] === 0x22 && head.readUInt32LE(0) >= 2;
}

/** Other fields of a ModelProto that may follow its version: producer, its version, domain, graph, opset. */
const AFTER_VERSION = [0x12, 0x1a, 0x22, 0x3a, 0x42];

/** A model in one of the right formats, which may have the name of the other. */
function exported(head: Buffer): OtherFormat | null {
  const text = head.toString('latin1');
  if (/^(?:\u00ef\u00bb\u00bf)?\s*\{/.test(text)) return /"modelTopology"|"weightsManifest"/.test(text) ? 'tfjs' : null;
  const [tag, version = 0, next = 0] = head;
  return tag === 0x08 && version >= 3 && version <= 20 && AFTER_VERSION.includes(next) ? 'onnx' : null;
}
