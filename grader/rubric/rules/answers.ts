/** Checks of typed answers: one point, steps and matrices that the network can compute. */
import type { CheckOf, Step } from '../../schema/checks.js';
import type { Rubric } from '../../schema/rubric.js';
import { fromNested, type TensorData } from '../../tensor/tensor.js';
import { pointSetFits } from './functions.js';
import {
  differentiableNames,
  lookUp,
  mustBeValue,
  mustDiffer,
  mustExist,
  valueNames,
  type Path,
  type RuleProblem,
} from './rule.js';

export function* answerRules(path: Path, check: CheckOf<'steps' | 'jacobian'>, rubric: Rubric): Iterable<RuleProblem> {
  yield* mustExist([...path, 'network'], 'network', check.network, rubric.networks);
  yield* pointSetFits([...path, 'at'], check.at, check.network, rubric);
  const set = lookUp(rubric.pointSets, check.at);
  if (set?.kind === 'generic' && set.count !== 1) {
    const sentence = `typed answers are for one point, and point set "${check.at}" has ${String(set.count)}`;
    yield { path: [...path, 'at'], sentence };
  }
  if (check.kind === 'steps') yield* stepsFit(path, check, rubric);
  else yield* matricesFit(path, check, rubric);
}

function* stepsFit(path: Path, check: CheckOf<'steps'>, rubric: Rubric): Iterable<RuleProblem> {
  const network = lookUp(rubric.networks, check.network);
  const places = check.steps.map((step, index) => ({ step, at: [...path, 'steps', index] }));
  yield* mustDiffer(
    'path',
    places.map(({ step, at }) => ({ path: [...at, 'path'], name: step.path })),
  );
  for (const { step, at } of places) {
    yield* asksOneThing(at, step);
    yield* acceptsNumbers(at, step);
    if (network === undefined) continue;
    if (step.value !== undefined) {
      yield* mustBeValue([...at, 'value'], step.value, check.network, valueNames(network));
    }
    if (step.gradient !== undefined) {
      yield* mustBeValue([...at, 'gradient'], step.gradient, check.network, differentiableNames(network));
    }
  }
}

function* asksOneThing(path: Path, step: Step): Iterable<RuleProblem> {
  const asked = (['value', 'gradient', 'cost'] as const).filter((key) => step[key] !== undefined);
  if (asked.length !== 1) {
    const found = asked.length === 0 ? 'none of them' : asked.join(' and ');
    const sentence = `step ${step.path} asks for exactly one of value, gradient, cost; found ${found}`;
    yield { path, sentence };
  }
  const factors = step.cost?.factors ?? [];
  for (const [index, [rows]] of factors.entries()) {
    const columns = factors[index - 1]?.[1];
    if (columns !== undefined && columns !== rows) {
      const sentence = `the factor before has ${String(columns)} columns, this one ${String(rows)} rows: they cannot be multiplied`;
      yield { path: [...path, 'cost', 'factors', index], sentence };
    }
  }
}

/** Nothing that is typed is equal to what is not a number. */
function* acceptsNumbers(path: Path, { accept = [] }: Step): Iterable<RuleProblem> {
  for (const [index, { equals }] of accept.entries()) {
    const parsed = fromNested(equals);
    const found = parsed.ok ? oddOf(parsed.tensor) : `${parsed.problem.found} ${parsed.problem.at}`.trim();
    if (found === null) continue;
    const sentence = `found ${found} in an accepted answer, expected numbers, or rows of numbers of the same length`;
    yield { path: [...path, 'accept', index, 'equals'], sentence };
  }
}

function oddOf({ values }: TensorData): string | null {
  const odd = values.find((value: number) => !Number.isFinite(value));
  return odd === undefined ? null : String(odd);
}

function* matricesFit(path: Path, check: CheckOf<'jacobian'>, rubric: Rubric): Iterable<RuleProblem> {
  const places = check.matrices.map((matrix, index) => ({ matrix, at: [...path, 'matrices', index] }));
  yield* mustDiffer(
    'path',
    places.map(({ matrix, at }) => ({ path: [...at, 'path'], name: matrix.path })),
  );
  const network = lookUp(rubric.networks, check.network);
  if (network === undefined) return;
  const nodes = network.nodes.map(({ name }) => name);
  for (const { matrix, at } of places) {
    yield* mustBeValue([...at, 'of'], matrix.of, check.network, nodes);
    yield* mustBeValue([...at, 'by'], matrix.by, check.network, differentiableNames(network));
  }
}
