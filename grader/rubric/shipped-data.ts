/** Recognises held-out images that ship with tuxgrade: students have them as well, with their labels. */
import type { ResolvedRubric } from '../stages/resolved.js';

/** Digests of fixtures/supertux/heldout, as a rubric resolves it. */
const SHIPPED: ReadonlySet<string> = new Set(['ff14c908f9ea21708e4357514d3c7a1efb8c3b81326094854b15db3f7f4db844']);

/** A sentence for staff about each data set that is one of them. */
export function tellShipped({ data }: Pick<ResolvedRubric, 'data'>): string[] {
  return [...data]
    .filter(([, { digest }]) => SHIPPED.has(digest))
    .map(
      ([name]) =>
        `the ${name === 'heldout' ? 'held-out' : name} images are those that ship with tuxgrade: a student may have trained on them; use --data ${name}=DIR`,
    );
}
