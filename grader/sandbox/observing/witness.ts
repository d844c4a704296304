/**
 * Chooses what the answers of a backend are compared with, and for how many examples: bounded by their multiply-adds, so
 * that a comparison takes seconds even for a model of billions. Where an example is too much for the witness in the same
 * worker, another backend that is quick enough is asked, in a worker of its own. Pure.
 */
import type { BackendName } from '../../protocol/backends.js';
import type { SubjectPlan } from '../../stages/plan.js';
import { inWords } from '../../text/large-count.js';
import type { BackendKit } from '../kits/backend.js';

export interface Witness {
  /** For people. */
  readonly name: string;
  /** From 1 on. */
  readonly examples: number;
  /** null: the witness that is in every worker of the backend. */
  readonly other: BackendKit | null;
}

/** How many examples are compared, unless that is too much work. */
const EXAMPLES = 2;

/** Multiply-adds in all: 2 to 10 seconds of one core for models with the slowest and the quickest kernels of each. */
const MOST_MACS: Readonly<Record<BackendName, number>> = { onnx: 1e11, node: 1e11, wasm: 2e10, cpu: 1e9 };

/**
 * Those to ask, in order, until one gives numbers; empty if each would take too long. `installed` are the backends of
 * this machine.
 */
export function witnessesFor(
  { subject }: Pick<SubjectPlan, 'subject'>,
  { name, witness }: Pick<BackendKit, 'name' | 'witness'>,
  installed: readonly BackendKit[],
): readonly Witness[] {
  const macs = subject.kind === 'model' ? subject.macs : undefined;
  // no tf.js can run it: it is compared with itself, run without the library's changes to its graph
  if (subject.kind === 'model' && subject.format === 'onnx-model') {
    return affordable({ name: 'its unchanged graph', examples: examplesOn('onnx', macs), other: null });
  }
  const own = affordable({ name: witness, examples: examplesOn(witness, macs), other: null });
  if (own.length > 0) return own;
  const others = installed.filter((kit) => kit.name !== name && kit.name !== witness);
  return others.flatMap((kit) => affordable({ name: kit.name, examples: examplesOn(kit.name, macs), other: kit }));
}

/** What the report says of a model that was not compared. */
export function tellUncompared(
  path: string,
  { subject }: Pick<SubjectPlan, 'subject'>,
  { name, witness }: Pick<BackendKit, 'name' | 'witness'>,
): string {
  const macs = subject.kind === 'model' ? (subject.macs ?? 0) : 0;
  const why = `one example takes ${inWords(macs)} multiply-adds, too many for ${witness}, and no other backend here runs it`;
  return `${path} ran on ${name} and was not compared with another backend: ${why}`;
}

/** Work that is not known is not bounded. */
function examplesOn(engine: BackendName, macs = 0): number {
  return Math.min(EXAMPLES, Math.floor(MOST_MACS[engine] / macs));
}

function affordable(witness: Witness): readonly Witness[] {
  return witness.examples > 0 ? [witness] : [];
}
