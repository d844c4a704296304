/**
 * Turns a rubric into what the sandbox is asked. Expectations stay behind: a plan holds inputs, exports and limits,
 * never a label, a reference, a tolerance or a point.
 *
 * Visible checks come first. What only the others ask of student code is asked afterwards and of a process of its own,
 * so that nothing of it can show in a visible result. A model runs without student code: one worker answers for all.
 */
import type { Check, CheckOf } from '../schema/checks.js';
import { FEWEST_OF_A_CLASS, IMAGE_CLASSES } from '../protocol/data-set.js';
import type { DataSetPlan } from '../stages/data-set.js';
import { IMAGE_SIDE, type ImageSizeFields } from '../tensor/images.js';
import type { CallProbe, Plan, Probe, Subject, SubjectPlan } from '../stages/plan.js';
import type { ArgumentShape, ReturnShape } from '../protocol/worker.js';
import type { ExampleSet, ReferencePoint, ResolvedRubric } from '../stages/resolved.js';
import type { Target, TargetOf } from '../schema/rubric.js';
import type { TensorData } from '../tensor/tensor.js';
import { callsOf, mostValuesOf, type FunctionCheck } from './calls.js';
import { runLimitsOf } from './limits.js';
import { modelGradientProbes } from './model-gradients.js';
import { predictProbes } from './models.js';
import { checksInScope, isVisible } from './scope.js';

/** A typed answer is a page of numbers; what is larger is no answer. */
const ANSWER_MAX_BYTES = 1024 * 1024;

interface DraftSubject {
  readonly subject: Subject;
  readonly hidden: boolean;
  readonly probes: Map<string, Probe>;
}

interface Draft {
  readonly subjects: Map<string, DraftSubject>;
  readonly documents: Set<string>;
  readonly models: Set<string>;
  readonly dataSets: Map<string, DataSetPlan>;
}

/** The plan for all checks of a rubric, or for its visible ones. */
export function planFor(resolved: ResolvedRubric, options: { readonly visibleOnly: boolean }): Plan {
  const draft: Draft = { subjects: new Map(), documents: new Set(), models: new Set(), dataSets: new Map() };
  const checks = checksInScope(resolved.rubric, options.visibleOnly);
  for (const check of checks.filter(isVisible)) addCheck(draft, check, resolved);
  for (const check of checks.filter((one) => !isVisible(one))) addCheck(draft, check, resolved);
  return {
    subjects: [...draft.subjects.values()].flatMap(({ subject, hidden, probes }): SubjectPlan[] =>
      // a model is loaded also where nothing is asked of it
      probes.size === 0 && subject.kind === 'module'
        ? []
        : [{ subject, ...(hidden ? { hidden } : {}), probes: [...probes.values()] }],
    ),
    documents: [...draft.documents].map((path) => ({ path, maxBytes: ANSWER_MAX_BYTES })),
    models: [...draft.models],
    dataSets: [...draft.dataSets.values()],
    limits: runLimitsOf(resolved.rubric),
  };
}

function addCheck(draft: Draft, check: Check, resolved: ResolvedRubric): void {
  switch (check.kind) {
    case 'steps':
    case 'jacobian':
    case 'loss-log':
      draft.documents.add(check.file);
      return;
    case 'forward':
    case 'gradient':
      addCalls(
        draft,
        check,
        check.outputs.map((output) => output.name),
        resolved,
      );
      return;
    case 'loss':
      addCalls(draft, check, [], resolved);
      return;
    case 'accuracy':
      addPredictions(draft, check, resolved);
      return;
    case 'model-gradient':
      addModelGradient(draft, check, resolved);
      return;
    case 'model-limits':
      modelProbesOf(draft, modelTarget(check.target, resolved));
      return;
    case 'data-set':
      draft.dataSets.set(check.id, dataSetPlan(check));
      return;
    case 'files':
      return;
  }
}

function dataSetPlan(check: CheckOf<'data-set'>): DataSetPlan {
  return {
    check: check.id,
    path: check.path,
    against: check.against ?? [],
    rules: {
      ...sizeAsked(check),
      classes: check.classes ?? IMAGE_CLASSES,
      minImagesPerClass: check.minImagesPerClass ?? FEWEST_OF_A_CLASS,
      maxImbalance: check.maxImbalance ?? 3,
      labelNoise: check.rules.some(({ without }) => without.includes('label-doubtful')),
    },
  };
}

/** As the rubric says it; the usual size where it says nothing. */
function sizeAsked({ side = IMAGE_SIDE, width, height, channels = 3 }: CheckOf<'data-set'>): ImageSizeFields {
  return width === undefined || height === undefined ? { side, channels } : { width, height, channels };
}

function addCalls(draft: Draft, check: FunctionCheck, keys: readonly string[], resolved: ResolvedRubric): void {
  const target = functionTarget(check.target, resolved);
  // points follow from the rubric: a worker that has answered all visible checks may be asked for them as well
  const place = probesOf(draft, { kind: 'module', file: target.file });
  for (const call of callsOf(check, resolved)) {
    // asked for a visible check already: it is asked for the keys of both
    const probes = placeOfProbe(draft, call.id) ?? place;
    const known = probes.get(call.id);
    const returns = returnShape(target, [...(known?.kind === 'call' ? keysOf(known) : []), ...keys]);
    probes.set(call.id, {
      kind: 'call',
      id: call.id,
      target: check.target,
      export: target.export,
      arguments: argumentShapes(target),
      returns,
      inputs: inputsOf(target, call.point),
      mostValues: mostValuesOf(check, call.point, returns, resolved),
      ...(isVisible(check) || isShown(known) ? {} : { hidden: true }),
    });
  }
}

/** Asked already, for a visible check. */
function isShown(probe: Probe | undefined): boolean {
  return probe?.kind === 'call' && probe.hidden !== true;
}

function addPredictions(draft: Draft, check: CheckOf<'accuracy'>, resolved: ResolvedRubric): void {
  const target = modelTarget(check.target, resolved);
  const probes = modelProbesOf(draft, target);
  const set = dataNamed(check.data, resolved);
  for (const probe of predictProbes(check.target, target, check.data, set)) probes.set(probe.id, probe);
}

function addModelGradient(draft: Draft, check: CheckOf<'model-gradient'>, resolved: ResolvedRubric): void {
  const model = modelTarget(check.model, resolved);
  const target = functionTarget(check.target, resolved);
  const { reference, calls } = modelGradientProbes(check, target, model, dataNamed(check.data, resolved));
  modelProbesOf(draft, model).set(reference.id, reference);
  const probes = probesOf(draft, { kind: 'module', file: target.file }, isVisible(check));
  for (const call of calls) probes.set(call.id, call);
}

/** A model is loaded also where nothing is asked of it: what it is when loaded decides whether its files told the truth. */
function modelProbesOf(draft: Draft, { path, input }: TargetOf<'model'>): Map<string, Probe> {
  draft.models.add(path);
  return probesOf(draft, { kind: 'model', path, example: input, format: 'layers-model' });
}

function dataNamed(name: string, { data }: ResolvedRubric): ExampleSet {
  const set = data.get(name);
  if (set === undefined) throw new Error(`data set ${name} was not resolved`);
  return set;
}

function probesOf(draft: Draft, subject: Subject, visible = true): Map<string, Probe> {
  const name = subject.kind === 'module' ? `module ${subject.file}` : `model ${subject.path}`;
  const key = `${visible ? 'visible' : 'hidden'} ${name}`;
  const known = draft.subjects.get(key);
  if (known) return known.probes;
  const probes = new Map<string, Probe>();
  draft.subjects.set(key, { subject, hidden: !visible, probes });
  return probes;
}

/** Where a probe of that name stands already. */
function placeOfProbe({ subjects }: Draft, id: string): Map<string, Probe> | undefined {
  return [...subjects.values()].find(({ probes }) => probes.has(id))?.probes;
}

function returnShape(target: TargetOf<'function'>, keys: readonly string[]): ReturnShape {
  return target.returns === 'value' ? { kind: 'value' } : { kind: 'record', keys: [...new Set(keys)] };
}

function keysOf(probe: CallProbe): readonly string[] {
  return probe.returns.kind === 'record' ? probe.returns.keys : [];
}

function argumentShapes(target: TargetOf<'function'>): readonly ArgumentShape[] {
  return target.arguments.map((argument) =>
    typeof argument === 'string' ? { tensor: argument } : { record: argument },
  );
}

/** The values that the arguments name, as float32 (labels stay int32): what the student's tensors will hold. */
function inputsOf(target: TargetOf<'function'>, point: ReferencePoint): Record<string, TensorData> {
  const names = target.arguments.flatMap((argument) =>
    typeof argument === 'string' ? [argument] : Object.values(argument),
  );
  return Object.fromEntries(names.map((name) => [name, toInput(point.values[name], name)]));
}

function toInput(value: TensorData | undefined, name: string): TensorData {
  if (value === undefined) throw new Error(`no value for the argument ${name}`);
  if (value.dtype !== 'float64') return value;
  return { dtype: 'float32', shape: value.shape, values: Float32Array.from(value.values) };
}

function targetNamed(name: string, resolved: ResolvedRubric): Target | undefined {
  const targets = resolved.rubric.targets ?? {};
  return Object.hasOwn(targets, name) ? targets[name] : undefined;
}

/** The function target of that name; the rubric's rules have made sure that it exists. */
export function functionTarget(name: string, resolved: ResolvedRubric): TargetOf<'function'> {
  const target = targetNamed(name, resolved);
  if (target?.kind !== 'function') throw new Error(`${name} is not a function target`);
  return target;
}

/** The model target of that name; the rubric's rules have made sure that it exists. */
export function modelTarget(name: string, resolved: ResolvedRubric): TargetOf<'model'> {
  const target = targetNamed(name, resolved);
  if (target?.kind !== 'model') throw new Error(`${name} is not a model target`);
  return target;
}
