/** Warns about what is allowed in a rubric but rarely intended. */
import { isVisible } from '../checks/scope.js';
import { kindOf } from '../kinds/index.js';
import type { Check } from '../schema/checks.js';
import type { ResolvedRubric } from '../stages/resolved.js';
import { DEFAULT_LIMITS } from '../schema/default-limits.js';
import type { Rubric } from '../schema/rubric.js';
import { besideLossWarnings } from './beside-loss.js';
import { sharedPointsWarnings } from './shared-points.js';

/** Sentences; none when nothing is odd. */
export function* findWarnings(resolved: ResolvedRubric): Iterable<string> {
  const { rubric } = resolved;
  yield* visibilityWarnings(rubric.checks);
  yield* orderWarnings(rubric.checks);
  yield* sampleWarnings(rubric.checks);
  for (const check of rubric.checks) yield* kindOf(check).warnings(check, resolved);
  yield* unusedWarnings(rubric);
  yield* besideLossWarnings(rubric);
  yield* sharedPointsWarnings(resolved);
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

/** Inputs and labels of a visible check's samples can be printed by the code that gets them. */
function* sampleWarnings(checks: readonly Check[]): Iterable<string> {
  const given = checks.map((check) => ({ check, sets: kindOf(check).gives(check).sampleSets ?? [] }));
  for (const { check: hidden, sets } of given.filter(({ check }) => !isVisible(check))) {
    for (const name of sets) {
      const visible = given.find(({ check, sets: shown }) => isVisible(check) && shown.includes(name));
      if (visible === undefined) continue;
      yield `"${hidden.id}" is not visible, but "${visible.check.id}" is and gives the samples of "${name}" to student code, which can print them: give "${hidden.id}" samples of its own`;
    }
  }
}

function* unusedWarnings({ checks, networks, sampleSets, targets, data }: Rubric): Iterable<string> {
  const used = new Set(checks.flatMap((check) => namesIn(check)));
  for (const set of Object.values(sampleSets ?? {})) used.add(`network ${set.network}`);
  const groups = { network: networks, 'sample set': sampleSets, target: targets, 'data set': data };
  for (const [what, group] of Object.entries(groups)) {
    for (const name of Object.keys(group ?? {})) {
      if (!used.has(`${what} ${name}`)) yield `${what} "${name}" is not used by any check`;
    }
  }
}

/** What a check refers to, as `network two-layer`. */
function namesIn(check: Check): string[] {
  const { networks = [], sampleSets = [], targets = [], data = [] } = kindOf(check).refersTo(check);
  return [
    ...networks.map((name) => `network ${name}`),
    ...sampleSets.map((name) => `sample set ${name}`),
    ...targets.map((name) => `target ${name}`),
    ...data.map((name) => `data set ${name}`),
  ];
}
