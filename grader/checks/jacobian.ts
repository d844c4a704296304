/** Typed Jacobian matrices against the reference. */
import { compareTensors, infinityNorm } from '../numerics/compare.js';
import { jacobianOf } from '../numerics/jacobian.js';
import type { CheckOf } from '../schema/checks.js';
import type { OutputEvidence } from '../schema/report.js';
import type { ResolvedRubric } from '../schema/resolved.js';
import type { TensorData } from '../schema/tensor.js';
import { answerAt, parseAnswers } from './answers.js';
import { networkOf } from './comparison.js';
import { failWith } from './failure.js';
import type { Judge } from './judge.js';

type Matrix = CheckOf<'jacobian'>['matrices'][number];

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
    evidence: { type: 'comparison', outputs, points: [{ id: check.at, seed: null }], calls: 0 },
    ...(first === undefined
      ? {}
      : { hint: 'Row i holds the derivatives of y_i: how many rows and columns must there be?' }),
  };
};

function referenceOf(check: CheckOf<'jacobian'>, matrix: Matrix, rubric: ResolvedRubric): TensorData {
  const given = rubric.pointSets.get(check.at)?.[0]?.values;
  if (given === undefined) throw new Error(`no point in ${check.at}`);
  return jacobianOf(networkOf(check.network, rubric), given, matrix.of, matrix.by);
}

function judgeMatrix(matrix: Matrix, value: unknown, reference: TensorData): OutputEvidence {
  const base = { name: matrix.path, possible: matrix.points, notes: [] };
  const answer = answerAt(value, matrix.path);
  if (answer.kind === 'missing') return { ...base, verdict: 'missing', error: null, earned: 0, sentence: 'is missing' };
  if (answer.kind === 'malformed') {
    return { ...base, verdict: 'unusable', error: null, earned: 0, sentence: `cannot be read: ${answer.sentence}` };
  }
  const observed = { form: 'nested-array', data: answer.tensor } as const;
  const compared = compareTensors(observed, { reference, largest: infinityNorm(reference) });
  const earned = compared.verdict === 'match' ? matrix.points : 0;
  const { verdict, error, sentence, notes } = compared;
  return { ...base, verdict, error, earned, sentence, notes: [...notes] };
}
