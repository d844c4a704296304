/** The columns of a table of points, as a rubric names them or by convention. */
import type { DataSetOf } from '../schema/examples.js';

export interface PointColumns {
  /** In the order in which a model gets them; by convention x1, x2, ... */
  readonly features: readonly string[];
  /** The column of the class, by convention `label`. */
  readonly label: string;
}

export function pointColumns({ features, columns, label = 'label' }: DataSetOf<'points'>): PointColumns {
  return { features: columns ?? Array.from({ length: features }, (_, at) => `x${String(at + 1)}`), label };
}
