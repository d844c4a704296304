/** Compares typed Jacobian matrices with the reference; any subgradient is accepted at a kink. */
import { jacobianWithSubgradients, type Jacobian } from '../../numerics/jacobian.js';
import { compareTyped } from '../../numerics/typed.js';
import type { CheckOf } from '../../schema/checks.js';
import type { OutputEvidence } from '../../schema/evidence.js';
import type { ResolvedRubric } from '../../stages/resolved.js';
import { answerAt, parseAnswers } from '../../checks/judging/answers.js';
import { networkOf } from '../../checks/asking/targets.js';
import { failWith } from '../../checks/judging/failure.js';
import type { Judge } from '../../checks/judging/judge.js';
import { writtenSample } from '../../checks/judging/written-sample.js';

type Matrix = CheckOf<'jacobian'>['matrices'][number];

const HINT = 'Row i holds the derivatives of y_i: how many rows and columns must there be?';

export const judgeJacobian: Judge<'jacobian'> = (check, seen, rubric) => {
  const answers = parseAnswers(check.file, seen.documents.get(check.file));
  if (!answers.ok) return failWith(answers.error);
  const outputs = check.matrices.map((matrix) =>
    judgeMatrix(matrix, answers.value, referenceOf(check, matrix, rubric)),
  );
  const first = outputs.find(({ earned, possible }) => earned < possible);
  return {
    earned: outputs.reduce((sum, { earned }) => sum + earned, 0),
    summary: first === undefined ? 'all matrices right' : `${first.name} ${first.sentence}`,
    evidence: { type: 'comparison', outputs, samples: [{ id: check.at, seed: null }], calls: 0 },
    ...(first === undefined || first.verdict === 'missing' ? {} : { hint: HINT }),
  };
};

function referenceOf(check: CheckOf<'jacobian'>, matrix: Matrix, rubric: ResolvedRubric): Jacobian {
  const given = writtenSample(check.at, rubric);
  return jacobianWithSubgradients(networkOf(check.network, rubric), given, matrix.of, matrix.by);
}

function judgeMatrix(matrix: Matrix, value: unknown, { reference, directions }: Jacobian): OutputEvidence {
  const base = { name: matrix.path, possible: matrix.points, earned: 0, error: null, notes: [] };
  const answer = answerAt(value, matrix.path);
  if (answer.kind !== 'numbers') {
    return { ...base, verdict: answer.kind === 'missing' ? 'missing' : 'unusable', sentence: answer.sentence };
  }
  const { verdict, error, sentence, notes } = compareTyped(answer.tensor, reference, directions);
  return { ...base, verdict, error, earned: verdict === 'match' ? matrix.points : 0, sentence, notes: [...notes] };
}
