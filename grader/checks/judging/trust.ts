/** What repeating some examples has shown of a model, in a sentence. */
import type { TrustFinding } from '../../stages/observation.js';

export function remarkOnTrust(finding: TrustFinding): string {
  switch (finding.kind) {
    case 'depends-on-batch':
      return `its outputs for an example depend on the others in the batch (by ${show(finding.difference)}${others(finding.changed)}), so it got each example alone: is batch normalisation still in training mode?`;
    case 'not-repeatable':
      return `with the same examples again, it gives other outputs (by ${show(finding.difference)}), so it cannot be graded: export it without randomness, such as dropout in training mode`;
    case 'changes-weights':
      return 'it changes its own weights while it predicts';
    case 'changes-input':
      return 'it changes the examples that it gets';
  }
}

function others(changed: number): string {
  if (changed === 0) return '';
  return `; ${String(changed)} of the repeated examples ${changed === 1 ? 'gets' : 'get'} another class`;
}

function show(difference: number): string {
  return Number.isFinite(difference)
    ? `${String(Number((100 * difference).toPrecision(2)))} % of their spread`
    : 'more than can be told';
}
