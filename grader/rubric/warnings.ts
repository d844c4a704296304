/** What is allowed in a rubric and yet seldom meant. */
import { fewestExamples } from '../numerics/statistics.js';
import type { Check, CheckOf } from '../schema/checks.js';
import type { ResolvedRubric } from '../stages/resolved.js';
import { DEFAULT_LIMITS } from '../schema/default-limits.js';
import type { Rubric } from '../schema/rubric.js';
import { isVisible } from './rules/rule.js';

/** Sentences; none when nothing is odd. */
export function* findWarnings(resolved: ResolvedRubric): Iterable<string> {
  const { rubric } = resolved;
  yield* visibilityWarnings(rubric.checks);
  yield* orderWarnings(rubric.checks);
  yield* pointWarnings(rubric.checks);
  for (const check of rubric.checks) if (check.kind === 'accuracy') yield* sampleWarning(check, resolved);
  yield* unusedWarnings(rubric);
  const { callSeconds, totalSeconds } = { ...DEFAULT_LIMITS, ...rubric.limits };
  if (callSeconds > totalSeconds) {
    yield `callSeconds (${String(callSeconds)}) is more than totalSeconds (${String(totalSeconds)}): the latter ends a call first`;
  }
}

function* visibilityWarnings(checks: readonly Check[]): Iterable<string> {
  if (checks.every(({ visibility }) => visibility === 'hidden')) {
    yield 'every check is hidden: students never see a result';
  } else if (!checks.some(isVisible)) {
    yield 'no check is visible: precheck has nothing to run';
  }
}

function* orderWarnings(checks: readonly Check[]): Iterable<string> {
  for (const [index, check] of checks.entries()) {
    for (const need of check.needs ?? []) {
      const place = checks.findIndex(({ id }) => id === need);
      if (place > index) yield `"${check.id}" needs "${need}", which comes after it: reports read better in order`;
      const needed = checks[place];
      if (needed !== undefined && isVisible(check) && !isVisible(needed)) {
        yield `"${check.id}" is visible but needs "${need}", which is not: precheck runs it without`;
      }
    }
  }
}

/** Inputs and labels of a visible check's points can be printed by the code that gets them. */
function* pointWarnings(checks: readonly Check[]): Iterable<string> {
  const given = checks.filter(callsFunction);
  for (const hidden of given.filter((check) => !isVisible(check))) {
    for (const name of hidden.at) {
      const visible = given.find((check) => isVisible(check) && check.at.includes(name));
      if (visible === undefined) continue;
      yield `"${hidden.id}" is not visible, but "${visible.id}" is and gives the points of "${name}" to student code, which can print them: give "${hidden.id}" points of its own`;
    }
  }
}

function callsFunction(check: Check): check is CheckOf<'forward' | 'gradient' | 'loss'> {
  return check.kind === 'forward' || check.kind === 'gradient' || check.kind === 'loss';
}

function* sampleWarning(check: CheckOf<'accuracy'>, { data }: ResolvedRubric): Iterable<string> {
  const { from, to } = check.ramp;
  const needed = fewestExamples(from, to);
  const count = data.get(check.data)?.labels.length ?? 0;
  if (count < needed) {
    yield `"${check.id}": ${String(count)} examples are few for a ramp from ${String(from)} to ${String(to)}; from ${String(needed)} on, chance moves the score by 5 % at most`;
  }
}

function* unusedWarnings({ checks, networks, pointSets, targets, data }: Rubric): Iterable<string> {
  const used = new Set(checks.flatMap((check) => namesIn(check)));
  for (const set of Object.values(pointSets ?? {})) used.add(`network ${set.network}`);
  const groups = { network: networks, 'point set': pointSets, target: targets, 'data set': data };
  for (const [what, group] of Object.entries(groups)) {
    for (const name of Object.keys(group ?? {})) {
      if (!used.has(`${what} ${name}`)) yield `${what} "${name}" is not used by any check`;
    }
  }
}

const dataSetsOf = (names: readonly string[] = []) => names.map((name) => `data set ${name}`);

/** What a check refers to, as `network two-layer`. */
function namesIn(check: Check): string[] {
  switch (check.kind) {
    case 'steps':
    case 'jacobian':
      return [`network ${check.network}`, `point set ${check.at}`];
    case 'forward':
    case 'gradient':
    case 'loss':
      return [`network ${check.network}`, `target ${check.target}`, ...check.at.map((name) => `point set ${name}`)];
    case 'accuracy':
      return [`target ${check.target}`, `data set ${check.data}`];
    case 'model-gradient':
      return [`target ${check.target}`, `target ${check.model}`, `data set ${check.data}`];
    case 'model-limits':
      return [`target ${check.target}`];
    case 'data-set':
      return dataSetsOf(check.against);
    case 'loss-log':
    case 'files':
      return [];
  }
}
