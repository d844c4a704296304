/**
 * Compares the facts in a model's files with the model that a worker loaded from them. Different code reads the two, so
 * a file with two meanings is refused, whatever the trick. Pure.
 */
import type { LoadOutcome } from '../../stages/observation.js';
import type { LoadedLayer, LoadedModel } from '../../protocol/worker.js';
import type { ModelAdmission } from '../../stages/submission.js';
import type { LayerFact, ModelFacts } from '../../protocol/model-facts.js';
import { modelFileOf } from '../../protocol/model-forms.js';
import { sizeOf } from '../../tensor/tensor.js';
import { showName } from '../../files/names.js';
import { showShape } from '../../models/shapes.js';
import { camelCase } from '../../models/spelling.js';
import { ACTIVATION_LAYERS, knownActivation, knownClass } from '../../models/vocabulary.js';

const AGAIN = 'export the model again with model.save or tensorflowjs_converter, and do not edit model.json';

/**
 * Each admission, or why the model differs from its files. `loads` has all models that had to be loaded, by the paths of
 * their files.
 */
export function confirmModels(
  admissions: ReadonlyMap<string, ModelAdmission>,
  loads: ReadonlyMap<string, LoadOutcome>,
): Map<string, ModelAdmission> {
  return new Map([...admissions].map(([path, admission]) => [path, confirm(path, admission, loads)]));
}

function confirm(path: string, admission: ModelAdmission, loads: ReadonlyMap<string, LoadOutcome>): ModelAdmission {
  if (admission.status !== 'admitted') return admission;
  const { facts } = admission;
  const file = facts.format === 'onnx-model' ? modelFileOf(path, 'onnx') : path;
  const load = loads.get(file);
  if (load === undefined) return admission;
  if (load.status === 'failed') return { status: 'not-loaded', error: load.error, facts };
  const problem = differenceOf(facts, load.model);
  return problem === null ? admission : { status: 'rejected', sentence: `${showName(file)}: ${problem}`, facts };
}

function differenceOf(facts: ModelFacts, loaded: LoadedModel): string | null {
  if (loaded.format !== facts.format) return `the file is a ${facts.format}, loaded it is a ${loaded.format}; ${AGAIN}`;
  return (
    emptyProblem(loaded) ??
    inputProblem(facts, loaded) ??
    layersProblem(facts.layers, loaded.layers) ??
    operationsProblem(facts, loaded) ??
    parametersProblem(facts, loaded)
  );
}

function emptyProblem({ empty }: LoadedModel): string | null {
  if (empty === null) return null;
  return `${empty}, which has no size: its input is smaller than its window; use padding "same", a smaller window or fewer of such layers`;
}

function inputProblem({ inputShape: read }: ModelFacts, { inputShape: loaded }: LoadedModel): string | null {
  if (
    read === null ||
    loaded === null ||
    (read.length === loaded.length && read.every((side, at) => side === loaded[at]))
  ) {
    return null;
  }
  return `the file says that it takes ${showShape(read)}, loaded it takes ${showShape(loaded)}; ${AGAIN}`;
}

/** Every layer that runs must be in the file; a layer in the file that is not connected does no harm. */
function layersProblem(read: readonly LayerFact[], loaded: readonly LoadedLayer[]): string | null {
  const left = new Map<string, number>();
  for (const layer of read) left.set(keyOf(layer), (left.get(keyOf(layer)) ?? 0) + 1);
  for (const layer of loaded) {
    const count = left.get(keyOf(layer)) ?? 0;
    if (count === 0) return `loaded, it has a layer that its file does not show: ${tell(layer)}; ${AGAIN}`;
    left.set(keyOf(layer), count - 1);
  }
  return null;
}

/** Its class and activation; none means linear. */
function keyOf({ className, activation }: LoadedLayer): string {
  const own = Object.hasOwn(ACTIVATION_LAYERS, className) ? null : camelCase(knownActivation(activation ?? 'linear'));
  return JSON.stringify([knownClass(className), own]);
}

function tell({ className, activation }: LoadedLayer): string {
  return activation === null ? showName(className) : `${showName(className)} with ${showName(activation)}`;
}

/** Only kinds that compute something are listed. */
function operationsProblem({ format, layers }: ModelFacts, { operations }: LoadedModel): string | null {
  if (format !== 'graph-model') return null;
  const read = new Set([...layers.map(({ className }) => className), 'Const', 'Placeholder', 'Identity', 'NoOp']);
  const hidden = operations.find((operation) => !read.has(operation));
  if (hidden === undefined) return null;
  return `loaded, it has an operation that its file does not show: ${showName(hidden)}; ${AGAIN}`;
}

/** Compares all numbers in the weights; which of them are parameters of a graph depends on their use. */
function parametersProblem({ weights }: ModelFacts, { parameters }: LoadedModel): string | null {
  const listed = weights.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  if (listed === parameters) return null;
  return `its file lists weights of ${String(listed)} numbers, loaded it has ${String(parameters)}; ${AGAIN}`;
}
