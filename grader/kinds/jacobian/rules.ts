/** The rule that matrices are derivatives of nodes by differentiable values. */
import { oneSampleFits } from '../../checks/rules/one-sample.js';
import {
  differentiableNames,
  lookUp,
  mustBeValue,
  mustDiffer,
  type Path,
  type RuleProblem,
} from '../../checks/rules/rule.js';
import type { Rubric } from '../../schema/rubric.js';
import type { JacobianCheck } from './schema.js';

export function* jacobianRules(path: Path, check: JacobianCheck, rubric: Rubric): Iterable<RuleProblem> {
  yield* oneSampleFits(path, check, rubric);
  const places = check.matrices.map((matrix, index) => ({ matrix, at: [...path, 'matrices', index] }));
  yield* mustDiffer(
    'path',
    places.map(({ matrix, at }) => ({ path: [...at, 'path'], name: matrix.path })),
  );
  const network = lookUp(rubric.networks, check.network);
  if (network === undefined) return;
  const nodes = network.nodes.map(({ name }) => name);
  for (const { matrix, at } of places) {
    yield* mustBeValue([...at, 'of'], matrix.of, check.network, nodes);
    yield* mustBeValue([...at, 'by'], matrix.by, check.network, differentiableNames(network));
  }
}
