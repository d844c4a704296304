/** A small resolved rubric for unit tests: a function target, a model target, two sample sets, one data set. */
import type { ReferenceSample, ResolvedRubric } from '../../grader/stages/resolved.js';
import type { Rubric } from '../../grader/schema/rubric.js';
import { float64 } from '../../grader/tensor/tensor.js';

function point(id: string, x: readonly number[]): ReferenceSample {
  return {
    id,
    seed: null,
    values: { x: float64([x.length, 1], x), y: float64([x.length, 1], x), W: float64([1, 1], [0.5]) },
  };
}

/** `checks` replaces the checks; the rest of the rubric stays. */
export function makeResolvedRubric(checks: Rubric['checks']): ResolvedRubric {
  const rubric: Rubric = {
    schemaVersion: 1,
    id: 'tiny',
    title: 'A tiny homework',
    points: 10,
    networks: {
      line: {
        inputs: { x: ['B', 1], y: ['B', 1] },
        parameters: { W: [1, 1] },
        nodes: [
          { name: 'yhat', op: 'linear', of: ['x', 'W'] },
          { name: 'loss', op: 'half-squared-error', of: ['yhat', 'y'] },
        ],
      },
    },
    targets: {
      forward: {
        kind: 'function',
        file: 'answer',
        export: 'forward',
        arguments: [{ W: 'W' }, 'x', 'y'],
        returns: 'record',
      },
      loss: { kind: 'function', file: 'losses', export: 'loss', arguments: ['x', 'y'], returns: 'value' },
      model: { kind: 'model', path: 'model/model.json', input: [2], outputs: [1] },
    },
    checks,
  };
  return {
    rubric,
    digest: '0'.repeat(64),
    sampleSets: new Map([
      ['seed', [point('seed-0', [1])]],
      ['generic', [point('generic-0', [1, 2]), point('generic-1', [3, 4])]],
    ]),
    data: new Map([
      [
        'heldout',
        {
          examples: { dtype: 'float32', shape: [2, 2], values: new Float32Array([0, 1, 2, 3]) },
          labels: new Int32Array([1, 0]),
          divisor: 1,
          classes: 2,
          digest: '1'.repeat(64),
        },
      ],
    ]),
  };
}
