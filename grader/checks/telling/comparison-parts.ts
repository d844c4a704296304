/** What becomes of a comparison, for all kinds that give one: see evidence-parts.ts. */
import { evidenceParts } from './evidence-parts.js';

export const COMPARISON_PARTS = evidenceParts('comparison', {
  hidden: ({ type, outputs, calls, error }) => ({
    type,
    outputs: outputs.map(({ beside: _beside, tensor: _tensor, mistakes: _mistakes, ...output }) => output),
    samples: [],
    calls,
    ...(error === undefined ? {} : { error }),
  }),
  fill: (plain, whole, hasRoom) => ({
    ...plain,
    outputs: plain.outputs.map(({ beside: _beside, ...output }, index) => {
      const beside = whole.outputs[index]?.beside;
      return beside !== undefined && hasRoom(beside) ? { ...output, beside } : output;
    }),
  }),
});
