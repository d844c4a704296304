import { test } from '@jest/globals';
import { NETWORKS } from '../../support/wrong-programs/index.js';
import { findSamples } from '../../../grader/numerics/samples.js';
import { evaluate } from '../../../grader/numerics/network.js';
import { gradientsOf } from '../../../grader/numerics/gradients.js';
import { infinityNorm } from '../../../grader/numerics/closeness.js';
test('x', () => {
 for (const name of ['mlp','cnn','attention','attention-batch'] as const) {
  const { network, sizes } = NETWORKS[name];
  const t=performance.now();
  const [s] = findSamples(name, { kind: 'generic', network: name, sizes, count: 1, seed: 1 }, network as any);
  const g = gradientsOf(network as any, s!.values as any); const e = evaluate(network as any, s!.values as any);
  console.log(name, s!.seed, (performance.now()-t).toFixed(0), JSON.stringify(Object.keys(g.gradients).map((n)=>[n, infinityNorm(g.gradients[n]).toPrecision(2), (infinityNorm(g.scale[n])/infinityNorm(g.gradients[n])).toPrecision(2)])), JSON.stringify(Object.keys(e.values).map((n)=>[n, (infinityNorm(e.scale[n])/infinityNorm(e.values[n])).toPrecision(2)])));
 }
});
