/** Fits a plan to the models that were really handed in. */
import type { Plan, Probe, SubjectPlan } from '../schema/plan.js';
import { sizeOf } from '../schema/tensor.js';
import type { ModelAdmission, ModelFacts } from '../schema/submission.js';

type Admissions = ReadonlyMap<string, ModelAdmission>;

/**
 * A model that was not admitted is never loaded, one that was is loaded in the format that was found; what is asked for
 * every weight learns the names of the weights.
 */
export function fitToModels(plan: Plan, models: Admissions): Plan {
  const subjects = plan.subjects.flatMap(({ subject, probes }): SubjectPlan[] => {
    if (subject.kind === 'model') {
      const facts = factsOf(models.get(subject.path));
      if (facts === null) return [];
      const { format } = facts;
      return [{ subject: { ...subject, format }, probes: probes.flatMap((probe) => fitProbe(probe, facts, models)) }];
    }
    const fitted = probes.flatMap((probe) => fitProbe(probe, null, models));
    return fitted.length === 0 ? [] : [{ subject, probes: fitted }];
  });
  return { ...plan, subjects };
}

function fitProbe(probe: Probe, own: ModelFacts | null, models: Admissions): Probe[] {
  if (probe.kind === 'differentiate') {
    return own === null ? [] : [{ ...probe, weights: namesOf(own), numbers: numbersIn(own) }];
  }
  if (probe.kind === 'predict' || probe.gradientsOf === undefined) return [probe];
  const facts = factsOf(models.get(probe.gradientsOf));
  return facts === null ? [] : [{ ...probe, returns: { kind: 'record', keys: namesOf(facts) } }];
}

function namesOf({ weights }: ModelFacts): readonly string[] {
  return weights.map(({ name }) => name);
}

function numbersIn({ weights }: ModelFacts): number {
  return weights.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

/** null for a model that was not admitted. */
function factsOf(admission: ModelAdmission | undefined): ModelFacts | null {
  return admission?.status === 'admitted' ? admission.facts : null;
}
