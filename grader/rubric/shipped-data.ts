/** Recognises held-out images that ship with tuxgrade: students have them as well, with their labels. */
import type { ResolvedRubric } from '../stages/resolved.js';

/** Digests of fixtures/supertux/heldout and fixtures/supertux/segmentation/heldout, as a rubric resolves them. */
const SHIPPED: ReadonlySet<string> = new Set([
  'ff14c908f9ea21708e4357514d3c7a1efb8c3b81326094854b15db3f7f4db844',
  'e719aba405d0cbac6fb3454aa555b078197767592e2fec2f16610cad9226ce98',
]);

/** A sentence for staff about each data set that is one of them. */
export function tellShipped({ data, segmented = new Map() }: Pick<ResolvedRubric, 'data' | 'segmented'>): string[] {
  return [...data, ...segmented]
    .filter(([, { digest }]) => SHIPPED.has(digest))
    .map(
      ([name]) =>
        `the ${name === 'heldout' ? 'held-out' : name} images are those that ship with tuxgrade: a student may have trained on them; use --data ${name}=DIR`,
    );
}
