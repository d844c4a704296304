/**
 * Reads the bytes of an .onnx file, which are hostile, into the types of model.ts. What has no place there is refused
 * with a sentence, or left out where it cannot change what the model computes (documentation, metadata, shapes that a
 * library works out itself). Memory and time are linear in the file, whatever it declares; weights are views of the
 * given bytes. Whether the graph makes sense is not decided here. Pure.
 */
import { showName } from '../../files/names.js';
import { Budget, checkedName } from './budget.js';
import type { OnnxModel } from './model.js';
import { plainDomain, readGraph } from './read-graph.js';
import { OnnxProblem, SKIP, damaged, once, readFields, refusing } from './wire.js';

export type OnnxRead =
  | { readonly ok: true; readonly model: OnnxModel }
  /** Completes "model.onnx …". */
  | { readonly ok: false; readonly problem: string };

/** What ONNX Runtime 1.30 runs; for older operators it has nothing. */
const OPSETS = { least: 7, most: 26 } as const;
const IR_VERSIONS = { least: 3, most: 13 } as const;
/** One that exporters of many years can write. */
const ADVISED_OPSET = 18;

export function readModel(bytes: Uint8Array): OnnxRead {
  try {
    return { ok: true, model: read(bytes) };
  } catch (cause) {
    if (cause instanceof OnnxProblem) return { ok: false, problem: cause.message };
    throw cause;
  }
}

function read(bytes: Uint8Array): OnnxModel {
  const told = { irVersion: 0, producer: '' };
  const graphs: Uint8Array[] = [];
  const opsets = new Map<string, number>();
  readFields(bytes, {
    1: (message) => (told.irVersion = message.int()),
    2: (message) => (told.producer = checkedName(message.text(), 'a producer with a name')),
    3: SKIP, // producer_version
    4: SKIP, // domain
    5: SKIP, // model_version
    6: SKIP, // doc_string
    7: once((message) => graphs.push(message.bytes())),
    8: (message) => {
      readOpset(message.bytes(), opsets);
    },
    14: SKIP, // metadata_props
    20: refusing('has instructions for training (training_info): export the network for inference'),
    25: refusing(
      'has functions of its own (local functions): export it again with inlined functions, or save onnx.inliner.inline_local_functions(model)',
    ),
    26: SKIP, // configuration
  });
  const [graph] = graphs;
  const opset = opsets.get('');
  if (graph === undefined || opset === undefined) throw damaged();
  checkVersions(told.irVersion, opset);
  return { ...told, opset, graph: readGraph(graph, new Budget()) };
}

function readOpset(bytes: Uint8Array, opsets: Map<string, number>): void {
  let domain = '';
  let version = 0;
  readFields(bytes, {
    1: (message) => (domain = plainDomain(message.text())),
    2: (message) => (version = message.int()),
  });
  const known = opsets.get(domain);
  if (known !== undefined && known !== version) {
    const whose = domain === '' ? 'ONNX' : showName(domain);
    throw new OnnxProblem(`imports two versions of the operators of ${whose}: export the model again`);
  }
  opsets.set(domain, version);
}

/** Names the version that was found, and how to get one that is supported. */
function checkVersions(irVersion: number, opset: number): void {
  const advice = `export it again with opset_version=${String(ADVISED_OPSET)}`;
  if (opset < OPSETS.least || opset > OPSETS.most) {
    throw new OnnxProblem(
      `uses version ${String(opset)} of ONNX's operators (opset); supported are ${String(OPSETS.least)} to ${String(OPSETS.most)}: ${advice}`,
    );
  }
  if (irVersion < IR_VERSIONS.least || irVersion > IR_VERSIONS.most) {
    throw new OnnxProblem(
      `is of version ${String(irVersion)} of the ONNX format (IR); supported are ${String(IR_VERSIONS.least)} to ${String(IR_VERSIONS.most)}: ${advice}, or with an older version of the package onnx`,
    );
  }
}
