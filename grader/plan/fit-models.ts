/** Adapts a plan to the models that were handed in. */
import { feedingOf } from '../checks/judging/layout.js';
import { modelFileOf } from '../protocol/model-forms.js';
import type { Plan, Probe, Subject, SubjectPlan } from '../stages/plan.js';
import type { ModelAdmission } from '../stages/submission.js';
import type { ModelFacts } from '../protocol/model-facts.js';
import { sizeOf } from '../tensor/tensor.js';
import { mostValuesFor } from '../checks/asking/most-values.js';

type Admissions = ReadonlyMap<string, ModelAdmission>;

/**
 * A model that was not admitted must not be loaded; one that was is loaded in the format that was found. Probes about
 * every weight get the names of the weights.
 */
export function fitToModels(plan: Plan, models: Admissions): Plan {
  const subjects = plan.subjects.flatMap(({ probes, ...rest }): SubjectPlan[] => {
    const { subject } = rest;
    if (subject.kind === 'model') {
      const facts = factsOf(models.get(subject.path));
      if (facts === null) return [];
      const fitted = probes.flatMap((probe) => fitProbe(probe, facts, models));
      return [{ ...rest, subject: fitSubject(subject, facts), probes: fitted }];
    }
    const fitted = probes.flatMap((probe) => fitProbe(probe, null, models));
    return fitted.length === 0 ? [] : [{ ...rest, probes: fitted }];
  });
  return { ...plan, subjects };
}

type ModelSubject = Extract<Subject, { kind: 'model' }>;

/** With the file and format in which the model was handed in, and how images are fed to it. */
function fitSubject(subject: ModelSubject, facts: ModelFacts): ModelSubject {
  const { format, macs } = facts;
  const { layout, ...given } = subject;
  const rest = { ...given, ...(typeof macs === 'number' ? { macs } : {}) };
  if (format !== 'onnx-model') return { ...rest, format };
  const feeding = feedingOf(facts, { input: subject.example, layout });
  const path = modelFileOf(subject.path, 'onnx');
  return { ...rest, path, format, ...(feeding.ok && feeding.channelsFirst ? { channelsFirst: true } : {}) };
}

function fitProbe(probe: Probe, own: ModelFacts | null, models: Admissions): Probe[] {
  if (probe.kind === 'differentiate') {
    return own === null || own.format === 'onnx-model'
      ? []
      : [{ ...probe, weights: namesOf(own), mostValues: mostOf(own) }];
  }
  if (probe.kind === 'predict' || probe.gradientsOf === undefined) return [probe];
  const facts = factsOf(models.get(probe.gradientsOf));
  if (facts === null) return [];
  return [{ ...probe, returns: { kind: 'record', keys: namesOf(facts) }, mostValues: mostOf(facts) }];
}

const namesOf = ({ weights }: ModelFacts) => weights.map(({ name }) => name);
const mostOf = ({ weights }: ModelFacts) => mostValuesFor(weights.map(({ shape }) => sizeOf(shape)));

/** null for a model that was not admitted. */
function factsOf(admission: ModelAdmission | undefined): ModelFacts | null {
  return admission?.status === 'admitted' ? admission.facts : null;
}
