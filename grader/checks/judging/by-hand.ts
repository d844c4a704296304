/**
 * What becomes of gradients that were asked for by hand and that tf.js differentiated in any of the calls: they earn
 * nothing, and what is wrong with them is told all the same. The names of what differentiated are claims of the worker;
 * that there are none proves nothing of a submission that brings its own copy of tf.js or tampers with the worker.
 */
import type { ProbeOutcome } from '../../stages/observation.js';
import type { OutputEvidence } from '../../schema/evidence.js';
import type { Judgement } from './judge.js';

const HINT =
  'Which factor does each step of the forward pass contribute to the gradient, and in which order are they multiplied?';

/** `by` is what the check says; `outcomes` are those of all its calls, and `judgement` is that of their values. */
export function byHandOnly(by: 'hand' | undefined, outcomes: readonly ProbeOutcome[], judgement: Judgement): Judgement {
  const { evidence } = judgement;
  if (by === undefined || evidence.type !== 'comparison') return judgement;
  const names = new Set(
    outcomes.flatMap((outcome) => (outcome.status === 'returned' ? (outcome.returned.differentiated ?? []) : [])),
  );
  if (names.size === 0) return judgement;
  const list = listed([...names]);
  const outputs = evidence.outputs.map((output): OutputEvidence => {
    if (output.earned === 0) return output;
    const { beside: _beside, ...rest } = output;
    return { ...rest, earned: 0, verdict: 'not-assessable', sentence: `does not count: computed with ${list}` };
  });
  const summary = `the gradient is computed with ${list}; this check asks for it by hand`;
  return { earned: 0, summary, evidence: { ...evidence, outputs }, hint: HINT };
}

function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
