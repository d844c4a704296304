/** Compares typed Jacobian matrices with the reference; any subgradient is accepted at a kink. */
import { jacobianWithSubgradients, type Jacobian } from '../../numerics/jacobian.js';
import { compareTyped } from '../../numerics/typed.js';
import type { CheckOf } from '../../schema/checks.js';
import { answerAt, parseAnswers, type Answer } from '../../checks/judging/answers.js';
import { askedOf } from '../../checks/judging/asked-answers.js';
import { networkOf } from '../../checks/asking/targets.js';
import { failWith } from '../../checks/judging/failure.js';
import { graphOf, inputsOf, isWrong, typed, withBeside, type Shown } from '../../checks/judging/beside.js';
import type { Judge } from '../../checks/judging/judge.js';
import { writtenSample } from '../../checks/judging/written-sample.js';

type Matrix = CheckOf<'jacobian'>['matrices'][number];

const HINT = 'Row i holds the derivatives of y_i: how many rows and columns must there be?';

export const judgeJacobian: Judge<'jacobian'> = (check, seen, rubric) => {
  const answers = parseAnswers(check.file, seen.documents.get(check.file));
  if (!answers.ok) return failWith(answers.error);
  const asked = askedOf(check.file, rubric);
  const network = networkOf(check.network, rubric);
  const given = writtenSample(check.at, rubric);
  const outputs = withBeside(
    check.matrices.map((matrix) =>
      judgeMatrix(
        matrix,
        answerAt(answers.value, matrix.path, asked),
        jacobianWithSubgradients(network, given, matrix.of, matrix.by),
      ),
    ),
    [check.at],
  );
  const firstWrong = outputs.find(isWrong);
  const first = outputs.find(({ earned, possible }) => earned < possible);
  return {
    earned: outputs.reduce((sum, { earned }) => sum + earned, 0),
    summary: first === undefined ? 'all matrices right' : `${first.name} ${first.sentence}`,
    evidence: {
      type: 'comparison',
      outputs,
      samples: [{ id: check.at, seed: null, ...inputsOf(check.at, given, outputs) }],
      ...(firstWrong === undefined ? {} : { firstWrong: firstWrong.name }),
      graph: graphOf(network),
      calls: 0,
    },
    ...(first === undefined || first.verdict === 'missing' ? {} : { hint: HINT }),
  };
};

function judgeMatrix(matrix: Matrix, answer: Answer, { reference, directions }: Jacobian): Shown {
  const base = { name: matrix.path, possible: matrix.points, earned: 0, error: null, notes: [] };
  if (answer.kind !== 'numbers') {
    const verdict = answer.kind === 'missing' ? 'missing' : 'unusable';
    return {
      output: { ...base, verdict, sentence: answer.sentence },
      plainest: { place: 0, got: null, expected: reference },
    };
  }
  const { verdict, error, sentence, notes } = compareTyped(answer.tensor, reference, directions);
  const earned = verdict === 'match' ? matrix.points : 0;
  return {
    output: { ...base, verdict, error, earned, sentence, notes: [...notes] },
    plainest: { place: 0, got: typed(answer.tensor), expected: reference, directions },
  };
}
