/**
 * The files of a submission with one mistake in one network of a rubric: a module for each file that has a function target,
 * and the typed answers of chains of steps. The program without a mistake is made in the same way. Pure.
 */
import { functionTarget, networkOf } from '../checks/asking/targets.js';
import { writtenSample } from '../checks/judging/written-sample.js';
import type { LocalMistake } from '../numerics/mistakes/local.js';
import { productCost } from '../numerics/product-cost.js';
import type { CheckOf } from '../schema/checks.js';
import type { ResolvedRubric } from '../stages/resolved.js';
import type { Nested, TensorData } from '../tensor/tensor.js';
import { outputsOf, type CoveredCheck } from './covered.js';
import { nested, tensorsOf, type Asked, type FunctionSpec, type ProgramSpec } from './engine.js';

/** Text by path. */
export type Files = Readonly<Record<string, string>>;

/** Why checks of one target cannot be tried: they ask for different tensors under one name. */
export interface Clash {
  readonly target: string;
  readonly name: string;
}

/** Function checks of one network by target, with what each target has to return. */
export function functionsOf(
  checks: readonly CoveredCheck[],
  rubric: ResolvedRubric,
): { readonly functions: ReadonlyMap<string, FunctionSpec>; readonly clashes: readonly Clash[] } {
  const functions = new Map<string, FunctionSpec>();
  const clashes: Clash[] = [];
  for (const check of checks) {
    if (check.kind === 'steps') continue;
    const { arguments: given } = functionTarget(check.target, rubric);
    const before = functions.get(check.target)?.returns;
    if (check.kind === 'loss') {
      functions.set(check.target, { arguments: given, returns: 'value' });
      continue;
    }
    const asked: Record<string, Asked> = typeof before === 'object' ? { ...before } : {};
    for (const { name, of, quantity } of outputsOf(check, rubric)) {
      const other = Object.hasOwn(asked, name) ? asked[name] : undefined;
      if (other !== undefined && (other.of !== of || other.quantity !== quantity)) {
        clashes.push({ target: check.target, name });
      }
      asked[name] = { of, quantity };
    }
    functions.set(check.target, { arguments: given, returns: asked });
  }
  return { functions, clashes };
}

/** The submission for these checks of one network; `engine` is the script of build.ts. */
export function filesFor(
  checks: readonly CoveredCheck[],
  mistake: string | null,
  rubric: ResolvedRubric,
  engine: string,
): Files {
  const [first] = checks;
  if (first === undefined) return {};
  const network = networkOf(first.network, rubric);
  const modules = new Map<string, Record<string, FunctionSpec>>();
  for (const [name, spec] of functionsOf(checks, rubric).functions) {
    const { file, export: exported } = functionTarget(name, rubric);
    modules.set(file, { ...modules.get(file), [exported]: spec });
  }
  const code = [...modules].map(([file, functions]): [string, string] => [
    `${file}.js`,
    moduleText({ network, mistake, functions }, engine),
  ]);
  return { ...Object.fromEntries(code), ...answerFiles(checks.filter(isSteps), mistake, rubric) };
}

function moduleText(spec: ProgramSpec, engine: string): string {
  const names = Object.keys(spec.functions);
  return [
    engine,
    `const program = engine.programOf(${JSON.stringify(spec)});`,
    ...names.map((name) => `exports[${JSON.stringify(name)}] = program[${JSON.stringify(name)}];`),
    '',
  ].join('\n');
}

const isSteps = (check: CoveredCheck): check is CheckOf<'steps'> => check.kind === 'steps';

/** The typed answers to chains of steps, in double precision. */
function answerFiles(checks: readonly CheckOf<'steps'>[], mistake: string | null, rubric: ResolvedRubric): Files {
  const answers = new Map<string, Answers>();
  for (const check of checks) {
    const tree = answers.get(check.file) ?? emptyAnswers();
    for (const [path, value] of answersTo(check, mistake, rubric))
      putAt(
        tree,
        path,
        nested(value, (number) => number),
      );
    answers.set(check.file, tree);
  }
  return jsonFiles(answers);
}

/** Right answers to one chain, but for one step, which is `changed`. */
export function filesWithSlip(
  check: CheckOf<'steps'>,
  slip: { readonly path: string; readonly changed: TensorData },
  rubric: ResolvedRubric,
): Files {
  const tree = emptyAnswers();
  for (const [path, value] of answersTo(check, null, rubric)) {
    putAt(
      tree,
      path,
      nested(path === slip.path ? slip.changed : value, (number) => number),
    );
  }
  return jsonFiles(new Map([[check.file, tree]]));
}

/** The steps of a chain that a mistake in one step alone changes, with what they become. */
export function slipsIn(
  check: CheckOf<'steps'>,
  { change }: LocalMistake,
  rubric: ResolvedRubric,
): readonly { readonly path: string; readonly changed: TensorData }[] {
  const tensors = new Set(outputsOf(check, rubric).map(({ name }) => name));
  return answersTo(check, null, rubric).flatMap(([path, right]) => {
    const changed = tensors.has(path) ? change(right) : null;
    const isSame = changed?.values.every((value: number, index: number) => value === right.values[index]) ?? true;
    return changed === null || isSame ? [] : [{ path, changed }];
  });
}

function answersTo(
  check: CheckOf<'steps'>,
  mistake: string | null,
  rubric: ResolvedRubric,
): readonly (readonly [string, TensorData])[] {
  const tensors = tensorsOf(networkOf(check.network, rubric), mistake, writtenSample(check.at, rubric));
  return check.steps.map(({ path, value, gradient, cost }) => {
    if (cost !== undefined) return [path, scalar(productCost(cost.factors, cost.order))] as const;
    const found = value === undefined ? tensors.gradient()[gradient ?? ''] : tensors.value[value];
    if (found === undefined) throw new RangeError(`step ${path} asks for what the network does not have`);
    return [path, found] as const;
  });
}

const scalar = (value: number): TensorData => ({ dtype: 'float64', shape: [], values: Float64Array.of(value) });

interface Answers {
  [key: string]: Nested | Answers;
}

/** Without a prototype: a path may have any word. */
function emptyAnswers(): Answers {
  return Object.create(null) as Answers;
}

function putAt(tree: Answers, path: string, value: Nested): void {
  const keys = path.split('.');
  const last = keys.pop() ?? path;
  let found = tree;
  for (const key of keys) {
    const next = (found[key] ??= emptyAnswers());
    if (typeof next === 'number' || Array.isArray(next)) throw new RangeError(`${path} lies below a number`);
    found = next as Answers;
  }
  found[last] = value;
}

function jsonFiles(answers: ReadonlyMap<string, Answers>): Files {
  return Object.fromEntries([...answers].map(([file, tree]) => [file, JSON.stringify(tree)]));
}
