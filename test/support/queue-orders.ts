/** An order and what a worker records for it, for tests of a queue without one. */
import type { Order, Recorded } from '../../grader/schema/queue.js';

export const order = (change: Partial<Order['submission']> = {}): Order => ({
  rubric: { pieces: ['a'.repeat(64)], inputs: 'b'.repeat(64), seed: null },
  submission: {
    ...{ pieces: ['c'.repeat(64)], form: 'files', name: 'ada', id: 'ada', submitters: [{ name: 'Ada' }] },
    submittedAt: null,
    ...change,
  },
  backend: null,
  modelsAnew: false,
});

/** `report` need not be one that could be shown. */
export const recordedOf = (report: object): Recorded => ({
  report: JSON.stringify(report),
  record: null,
  evaluations: [],
});
