/**
 * Recognises a model that cannot finish in its time on any processor, from its work for one example. The student is told
 * the number at once, instead of waiting for the limit.
 */
import type { StudentErrorReport } from '../../schema/evidence.js';
import type { RunLimits, SubjectPlan } from '../../stages/plan.js';
import { inWords } from '../../text/large-count.js';

/** Multiply-adds a second: more than a core of any processor does, about four times as many as one of a server. */
const FASTEST = 2.5e11;

/** null for a model that may finish, or whose work is not known. */
export function whyEndless(
  { subject, probes }: SubjectPlan,
  path: string,
  { modelMs }: Pick<RunLimits, 'modelMs'>,
): StudentErrorReport | null {
  if (subject.kind !== 'model' || subject.macs === undefined) return null;
  const { macs } = subject;
  // each request has the limit for itself
  const examples = Math.max(0, ...probes.map((probe) => (probe.kind === 'predict' ? (probe.input.shape[0] ?? 0) : 0)));
  const leastMs = (1000 * macs * examples) / FASTEST;
  if (leastMs <= modelMs) return null;
  const work = `${path} takes ${inWords(macs)} multiply-adds for one example, and it gets ${examples.toLocaleString('en')}`;
  const time = `${seconds(leastMs)} on the fastest processor, and the limit is ${seconds(modelMs)}`;
  return {
    code: 'TIME_LIMIT',
    message: `${work}: at least ${time}. Make the images smaller at its start, or its layers fewer`,
  };
}

function seconds(ms: number): string {
  return `${Math.ceil(ms / 1000).toLocaleString('en')} s`;
}
