/** The rule that each step asks for one thing that the network can compute. */
import { oneSampleFits } from '../../checks/rules/one-sample.js';
import {
  differentiableNames,
  lookUp,
  mustBeValue,
  mustDiffer,
  valueNames,
  type Path,
  type RuleProblem,
} from '../../checks/rules/rule.js';
import type { Rubric } from '../../schema/rubric.js';
import { fromNested, type TensorData } from '../../tensor/tensor.js';
import type { Step, StepsCheck } from './schema.js';
import { counted } from '../../text/counted.js';

export function* stepsRules(path: Path, check: StepsCheck, rubric: Rubric): Iterable<RuleProblem> {
  yield* oneSampleFits(path, check, rubric);
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
      const sentence = `the factor before has ${counted(columns, 'column')}, this one ${counted(rows, 'row')}: they cannot be multiplied`;
      yield { path: [...path, 'cost', 'factors', index], sentence };
    }
  }
}

/** Accepted answers must be numbers, because typed answers are. */
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
