/** The constants that a loss or its gradient is wrongly multiplied by. */
import type { Run } from '../tape.js';

export interface Scale {
  readonly loss: number;
  readonly gradient: number;
}

/**
 * `rows`: what the loss is averaged over; `classes`: null without classes. With the variant `gradient` the loss is right
 * and only the gradients are scaled.
 */
export function scaleOf(run: Run, name: string, rows: number, classes: number | null): Scale {
  const factors: readonly (readonly [id: string, factor: number])[] = [
    ['times-batch', rows],
    ['divided-by-batch-twice', 1 / rows],
    ['factor-2', 2],
    ['factor-half', 0.5],
    ...(classes === null
      ? []
      : ([
          ['divided-by-classes', 1 / classes],
          ['times-classes', classes],
          ['log2', 1 / Math.LN2],
        ] as const)),
  ];
  const scale = { loss: 1, gradient: 1 };
  for (const [id, factor] of factors) {
    const variant = run.switches.variant(id, name);
    if (variant === null) continue;
    scale.gradient *= factor;
    if (variant !== 'gradient') scale.loss *= factor;
  }
  if (run.switches.on('sign-flipped', name)) scale.gradient *= -1;
  if (run.switches.on('gradient-times-batch', name)) scale.gradient *= rows;
  return scale;
}
