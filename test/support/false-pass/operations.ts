/** False passes for counted operations: results that are cheap and wrong, and right ones that were not computed or counted. */
import { countedCallsOf, type CountedCall } from '../../../grader/kinds/operations/calls.js';
import type { CheckOf } from '../../../grader/schema/checks.js';
import type { ProbeOutcome } from '../../../grader/stages/observation.js';
import type { ResolvedRubric } from '../../../grader/stages/resolved.js';
import { OPERATIONS_RUBRIC, returnedWith, rightWith, workOf } from '../operations.js';
import { returned, type FalsePass, type HandIn } from './false-pass.js';
import { falseTensors, type Tensors } from './tensors.js';

/** By the sample set: at most 30, and as n^2. */
const CHEAP: Readonly<Record<string, number>> = { seed: 30, small: 100, large: 400 };
const DEAR: Readonly<Record<string, number>> = { seed: 31, small: 100, large: 800 };

const handIn = (
  check: CheckOf<'operations'>,
  rubric: ResolvedRubric,
  answer: (call: CountedCall) => ProbeOutcome,
): HandIn => {
  const calls = new Map(countedCallsOf(check, rubric).map((call) => [call.id, call]));
  return {
    answer: ({ id }) => {
      const call = calls.get(id);
      if (call === undefined) throw new Error(`${id} is not a call of ${check.id}`);
      return answer(call);
    },
  };
};

const cheap = ({ set }: CountedCall, more = {}) => workOf(CHEAP[set] ?? 0, more);

/** The right tensors of a call. */
function tensorsOf(call: CountedCall): Tensors {
  const outcome = rightWith(call, workOf(1));
  if (outcome.status !== 'returned') throw new Error('not right');
  return Object.fromEntries(
    Object.entries(outcome.returned.outputs).flatMap(([name, output]) =>
      output.kind === 'numbers' ? [[name, output.data] as const] : [],
    ),
  );
}

export const OPERATIONS: FalsePass<'operations'> = {
  rubric: () => Promise.resolve(OPERATIONS_RUBRIC),
  right: (check, rubric) => handIn(check, rubric, (call) => rightWith(call, cheap(call))),
  wrong: (check, rubric) => {
    const [first] = countedCallsOf(check, rubric);
    if (first === undefined) throw new Error('no calls');
    const answersAt = (call: CountedCall) => falseTensors(tensorsOf(call), call.sample.values);
    const names = Object.keys(answersAt(first));
    const falseOnes = names.map((name) => [
      name,
      handIn(check, rubric, (call) => {
        const outcome = returned(answersAt(call)[name] ?? {});
        return outcome.status === 'returned'
          ? { ...outcome, returned: { ...outcome.returned, work: cheap(call) } }
          : outcome;
      }),
    ]);
    return {
      ...(Object.fromEntries(falseOnes) as Record<string, HandIn>),
      'right, without any operation': handIn(check, rubric, (call) => rightWith(call, workOf(0))),
      'right, without a count': handIn(check, rubric, (call) => rightWith(call, undefined)),
      'right, with more than was asked': handIn(check, rubric, (call) => rightWith(call, workOf(DEAR[call.set] ?? 0))),
      'right, with code made from text': handIn(check, rubric, (call) =>
        rightWith(call, cheap(call, { escapes: ['code made from text'] })),
      ),
      'right, with an unknown kernel': handIn(check, rubric, (call) =>
        rightWith(call, cheap(call, { unknown: ['FFT'] })),
      ),
      'right, only on indices': handIn(check, rubric, (call) => rightWith(call, workOf(0, { onIndices: 20 }))),
      'nothing, without any operation': handIn(check, rubric, () => returnedWith({}, workOf(0))),
    };
  },
};
