/** What a rubric must make sense of beyond its schema. Each rule yields problems with the path that they are about. */
import { suggest } from '../schema/sentences.js';
import type { Check } from '../schema/checks.js';
import type { Rubric } from '../schema/rubric.js';
import { networkRules } from './network-rules.js';

export interface RuleProblem {
  readonly path: readonly (string | number)[];
  readonly sentence: string;
}

type Rule = (rubric: Rubric) => Iterable<RuleProblem>;

/** Sums of points are compared up to what a decimal fraction can be off. */
const POINT_TOLERANCE = 1e-9;

/** All problems, in the order of the rules. */
export function findRuleProblems(rubric: Rubric): readonly RuleProblem[] {
  return RULES.flatMap((rule) => [...rule(rubric)]);
}

function* uniqueIds({ checks }: Rubric): Iterable<RuleProblem> {
  const seen = new Set<string>();
  for (const [index, { id }] of checks.entries()) {
    if (seen.has(id)) yield { path: ['checks', index, 'id'], sentence: `the id "${id}" is used twice: ids are unique` };
    seen.add(id);
  }
}

function* totalPoints({ points, checks }: Rubric): Iterable<RuleProblem> {
  const sum = checks.reduce((total, check) => total + check.points, 0);
  if (Math.abs(sum - points) > POINT_TOLERANCE) {
    yield {
      path: ['points'],
      sentence: `points is ${String(points)}, but the points of the checks sum to ${String(sum)}`,
    };
  }
}

function* partPoints({ checks }: Rubric): Iterable<RuleProblem> {
  for (const [index, check] of checks.entries()) {
    const parts = check.kind === 'steps' ? check.steps : check.kind === 'jacobian' ? check.matrices : null;
    if (parts === null) continue;
    const sum = parts.reduce((total, part) => total + part.points, 0);
    if (Math.abs(sum - check.points) > POINT_TOLERANCE) {
      const sentence = `check "${check.id}" is worth ${String(check.points)}, but its parts sum to ${String(sum)}`;
      yield { path: ['checks', index, 'points'], sentence };
    }
  }
}

function* needsExist({ checks }: Rubric): Iterable<RuleProblem> {
  const ids = checks.map(({ id }) => id);
  for (const [index, check] of checks.entries()) {
    for (const [place, need] of (check.needs ?? []).entries()) {
      if (!ids.includes(need)) {
        yield { path: ['checks', index, 'needs', place], sentence: `there is no check "${need}"${suggest(need, ids)}` };
      }
    }
  }
}

function* needsAcyclic({ checks }: Rubric): Iterable<RuleProblem> {
  const needs = new Map(checks.map((check) => [check.id, check.needs ?? []]));
  for (const [index, { id }] of checks.entries()) {
    const path = findCycle(id, needs);
    if (path !== null) {
      const sentence = `"${id}" needs itself in the end: ${path.join(' -> ')}`;
      yield { path: ['checks', index, 'needs'], sentence };
    }
  }
}

function findCycle(start: string, needs: ReadonlyMap<string, readonly string[]>): readonly string[] | null {
  const pending: string[][] = [[start]];
  const visited = new Set<string>();
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    for (const next of needs.get(path.at(-1) ?? '') ?? []) {
      if (next === start) return [...path, next];
      if (!visited.has(next)) pending.push([...path, next]);
      visited.add(next);
    }
  }
  return null;
}

function* datesInOrder({ dates, late }: Rubric): Iterable<RuleProblem> {
  if (dates === undefined) {
    if (late !== undefined && late.kind !== 'none') {
      yield { path: ['late'], sentence: 'a late policy without dates: add dates with due and closes' };
    }
    return;
  }
  for (const key of ['due', 'closes'] as const) {
    if (Number.isNaN(Date.parse(dates[key]))) yield { path: ['dates', key], sentence: `"${dates[key]}" is no date` };
  }
  if (Date.parse(dates.closes) < Date.parse(dates.due)) {
    yield { path: ['dates', 'closes'], sentence: 'closes lies before due' };
  }
}

function* ramps({ checks }: Rubric): Iterable<RuleProblem> {
  for (const [index, check] of checks.entries()) {
    if (check.kind === 'accuracy' && check.ramp.from >= check.ramp.to) {
      const sentence = `a ramp from ${String(check.ramp.from)} to ${String(check.ramp.to)}: from must be less than to`;
      yield { path: ['checks', index, 'ramp'], sentence };
    }
    if (check.kind === 'accuracy' && check.below !== undefined && check.below < check.ramp.to) {
      yield {
        path: ['checks', index, 'below'],
        sentence: 'full points would not be plausible: below is less than ramp.to',
      };
    }
  }
}

function* paths(rubric: Rubric): Iterable<RuleProblem> {
  const all: [readonly (string | number)[], string][] = rubric.checks.flatMap((check, index) =>
    pathsOf(check).map(([key, path]): [readonly (string | number)[], string] => [['checks', index, ...key], path]),
  );
  for (const [name, target] of Object.entries(rubric.targets ?? {})) {
    const key = target.kind === 'model' ? 'path' : 'file';
    all.push([['targets', name, key], target.kind === 'model' ? target.path : target.file]);
  }
  for (const [path, value] of all) {
    if (value.startsWith('/') || value.split('/').includes('..') || value.includes('\\') || value === '') {
      yield { path, sentence: `"${value}" is no path inside a submission: write it relative, with forward slashes` };
    }
  }
}

function pathsOf(check: Check): [readonly (string | number)[], string][] {
  if (check.kind === 'files') return check.files.map(({ path }, index) => [['files', index, 'path'], path]);
  return check.kind === 'steps' || check.kind === 'jacobian' ? [[['file'], check.file]] : [];
}

const RULES: readonly Rule[] = [
  uniqueIds,
  totalPoints,
  partPoints,
  needsExist,
  needsAcyclic,
  datesInOrder,
  ramps,
  paths,
  networkRules,
];
