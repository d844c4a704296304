/**
 * Names what a plan requests by the content of the request, so that two rubrics that ask the same have the same names,
 * whatever their checks are called. Relies on a plan that was fitted to the submission's models. Pure.
 */
import type { DataSetPlan } from '../stages/data-set.js';
import type { Plan, Probe, SubjectPlan } from '../stages/plan.js';
import type { ResolvedRubric } from '../stages/resolved.js';
import { expectedPaths } from '../plan/expects.js';
import { intakeLimitsOf } from '../plan/limits.js';
import { digestOf } from './digest.js';

/** What a kept observation answers: names by the keys that a sighting has. */
export interface Requests {
  /** How the submission is taken in: the place of its files follows from the paths that the rubric names. */
  readonly intake: string;
  readonly documents: ReadonlyMap<string, string>;
  readonly dataSets: ReadonlyMap<string, string>;
  /** By the path of the model. */
  readonly loads: ReadonlyMap<string, string>;
  /** By the id of the probe. */
  readonly probes: ReadonlyMap<string, string>;
}

/** `fitted` is the plan for the models of this submission; a model's admission has its path as its name. */
export function requestsOf(fitted: Plan, rubric: ResolvedRubric): Requests {
  const probes = new Map<string, string>();
  const loads = new Map<string, string>();
  const times = new Map<string, number>();
  for (const plan of fitted.subjects) {
    const subject = nameOfSubject(plan, fitted);
    if (plan.subject.kind === 'model') loads.set(plan.subject.path, subject);
    for (const probe of plan.probes) {
      const name = nameOfProbe(probe, subject);
      // the same question, asked twice, may have two answers
      const time = times.get(name) ?? 0;
      times.set(name, time + 1);
      probes.set(probe.id, `${name}#${String(time)}`);
    }
  }
  return {
    intake: intakeOf(rubric),
    documents: new Map(fitted.documents.map((document) => [document.path, digestOf(document)])),
    dataSets: new Map(fitted.dataSets.map((plan) => [plan.check, nameOfDataSet(plan, rubric)])),
    loads,
    probes,
  };
}

/** The name of how a rubric's submissions are taken in. */
export function intakeOf({ rubric }: ResolvedRubric): string {
  return digestOf([expectedPaths(rubric), intakeLimitsOf(rubric)]);
}

function nameOfSubject({ subject, hidden }: SubjectPlan, { limits }: Plan): string {
  return digestOf([subject, hidden === true, limits]);
}

function nameOfProbe(probe: Probe, subject: string): string {
  const { id: _id, ...asked } = probe;
  return digestOf([subject, asked]);
}

function nameOfDataSet({ check: _check, ...asked }: DataSetPlan, { data }: ResolvedRubric): string {
  return digestOf([asked, asked.against.map((name) => data.get(name)?.digest ?? null)]);
}
