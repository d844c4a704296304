/** Fits a plan to the models that were really handed in. */
import type { Plan, Probe, SubjectPlan } from '../schema/plan.js';
import type { ModelAdmission, ModelFacts } from '../schema/submission.js';
import { sizeOf } from '../schema/tensor.js';
import { mostValuesFor } from './most-values.js';

type Admissions = ReadonlyMap<string, ModelAdmission>;

/** A model that was not admitted is never loaded; what is asked for every weight learns the names of the weights. */
export function fitToModels(plan: Plan, models: Admissions): Plan {
  const subjects = plan.subjects.flatMap(({ probes, ...rest }): SubjectPlan[] => {
    const { subject } = rest;
    const weights = subject.kind === 'model' ? weightsOf(models.get(subject.path)) : [];
    if (weights === null) return [];
    const fitted = probes.flatMap((probe) => fitProbe(probe, weights, models));
    return fitted.length === 0 ? [] : [{ ...rest, probes: fitted }];
  });
  return { ...plan, subjects };
}

type Weights = ModelFacts['weights'];

function fitProbe(probe: Probe, weights: Weights, models: Admissions): Probe[] {
  if (probe.kind === 'differentiate') return [{ ...probe, weights: namesOf(weights), mostValues: mostOf(weights) }];
  if (probe.kind === 'predict' || probe.gradientsOf === undefined) return [probe];
  const own = weightsOf(models.get(probe.gradientsOf));
  if (own === null) return [];
  return [{ ...probe, returns: { kind: 'record', keys: namesOf(own) }, mostValues: mostOf(own) }];
}

const namesOf = (weights: Weights) => weights.map(({ name }) => name);
const mostOf = (weights: Weights) => mostValuesFor(weights.map(({ shape }) => sizeOf(shape)));

/** null for a model that was not admitted. */
function weightsOf(admission: ModelAdmission | undefined): Weights | null {
  return admission?.status === 'admitted' ? admission.facts.weights : null;
}
