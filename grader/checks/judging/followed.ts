/** Judges a wrong output again by what follows from the student's own earlier outputs, in words for a report. */
import type { OwnVerdict } from '../../numerics/following/own-values.js';
import type { StepName } from '../../numerics/following/recomputation.js';
import { explainedSlips } from './explained.js';
import type { JudgedOutput } from './outputs.js';

const WRONG: readonly JudgedOutput['verdict'][] = ['different', 'scaled', 'transposed'];

/** `nameOf`: how the student calls the tensor of a step. */
export function followed(
  judged: JudgedOutput,
  verdictOn: () => OwnVerdict,
  nameOf: (step: StepName) => string,
): JudgedOutput {
  const found = WRONG.includes(judged.verdict) ? verdictOn() : null;
  if (found === null) return judged;
  const { mistakes = [], ...rest } = judged;
  switch (found.verdict) {
    case 'followed-through': {
      const sentence = `follows rightly from your own ${[...new Set(found.from.map(nameOf))].join(' and ')}`;
      return { ...rest, verdict: 'followed-through', sentence, hint: null };
    }
    case 'not-assessable': {
      const sentence =
        'follows from your own earlier outputs, but nothing can be seen of the step there: zeros, one number, copies, or a mistake that would not show';
      return { ...rest, verdict: 'not-assessable', sentence, hint: null };
    }
    case 'slip': {
      // one mistake that explains all outputs says more than one for this step
      if (mistakes.some(({ claim }) => claim === 'one' || claim === 'pair') || found.made.length > 1) return judged;
      const { sentence, hint, mistakes: made } = explainedSlips(found.made);
      return { ...rest, verdict: 'slip', sentence, hint, mistakes: made };
    }
  }
}
