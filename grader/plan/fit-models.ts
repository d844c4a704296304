/** Fits a plan to the models that were really handed in. */
import type { Plan, Probe, SubjectPlan } from '../schema/plan.js';
import type { ModelAdmission } from '../schema/submission.js';

type Admissions = ReadonlyMap<string, ModelAdmission>;

/** A model that was not admitted is never loaded; what is asked for every weight learns the names of the weights. */
export function fitToModels(plan: Plan, models: Admissions): Plan {
  const subjects = plan.subjects.flatMap(({ subject, probes }): SubjectPlan[] => {
    const names = subject.kind === 'model' ? weightNames(models.get(subject.path)) : [];
    if (names === null) return [];
    const fitted = probes.flatMap((probe) => fitProbe(probe, names, models));
    return fitted.length === 0 ? [] : [{ subject, probes: fitted }];
  });
  return { ...plan, subjects };
}

function fitProbe(probe: Probe, names: readonly string[], models: Admissions): Probe[] {
  if (probe.kind === 'differentiate') return [{ ...probe, weights: names }];
  if (probe.kind === 'predict' || probe.gradientsOf === undefined) return [probe];
  const keys = weightNames(models.get(probe.gradientsOf));
  return keys === null ? [] : [{ ...probe, returns: { kind: 'record', keys } }];
}

/** null for a model that was not admitted. */
function weightNames(admission: ModelAdmission | undefined): readonly string[] | null {
  return admission?.status === 'admitted' ? admission.facts.weights.map(({ name }) => name) : null;
}
