import { describe, expect, test } from '@jest/globals';
import { withoutHiddenText } from '../../../grader/report/hidden-text.js';
import type { CheckReport, Evidence } from '../../../grader/schema/report.js';
import type { OutputEvidence, StudentErrorReport } from '../../../grader/schema/evidence.js';

const LABELS = 'labels 0110100110010110';

function resultOf(evidence: Evidence, change: Partial<CheckReport> = {}): CheckReport {
  return {
    id: 'c',
    title: 'C',
    kind: 'gradient',
    status: 'failed',
    earned: 0,
    possible: 4,
    visibility: 'after_published',
    summary: LABELS,
    evidence,
    ...change,
  };
}

const errorOf = (code: StudentErrorReport['code']): StudentErrorReport => ({
  code,
  message: LABELS,
  file: 'backprop.js',
  line: 3,
  frame: `3 | throw '${LABELS}'`,
});
const outputOf = (verdict: OutputEvidence['verdict']): OutputEvidence => ({
  ...{ name: 'dW1', verdict, error: null, earned: 0, possible: 1, sentence: LABELS, notes: [LABELS] },
});
const comparison = (outputs: OutputEvidence[], error?: StudentErrorReport): Evidence => ({
  ...{ type: 'comparison', outputs, samples: [], calls: 1 },
  ...(error === undefined ? {} : { error }),
});

describe('of a check that is not visible', () => {
  test.each<StudentErrorReport['code']>(['RUNTIME_ERROR', 'LOAD_FAILED', 'EXPORT_MISSING'])(
    'the text of %s goes, its code stays',
    (code) => {
      for (const evidence of [
        { type: 'error', error: errorOf(code) } as const,
        comparison([outputOf('missing')], errorOf(code)),
      ]) {
        const shown = withoutHiddenText(resultOf(evidence));
        expect(JSON.stringify(shown)).not.toContain(LABELS);
        expect(JSON.stringify(shown)).not.toContain('backprop.js');
        expect(shown.summary).toContain(`failed with ${code}`);
      }
    },
  );
  test.each(['missing', 'unusable', 'impure'] as const)(
    'what quotes a return value or an object goes: %s',
    (verdict) => {
      const shown = withoutHiddenText(
        resultOf(comparison([outputOf(verdict), { ...outputOf('different'), sentence: 'is twice' }])),
      );
      expect(shown.summary).toMatch(/^dW1 (is|shows)/);
      expect(shown.evidence).toMatchObject({ outputs: [{ notes: [] }, { sentence: 'is twice' }] });
      expect(JSON.stringify((shown.evidence as { outputs: unknown[] }).outputs[0])).not.toContain(LABELS);
    },
  );
  test.each<StudentErrorReport['code']>(['TIME_LIMIT', 'MEMORY_LIMIT', 'MODEL_REJECTED', 'MISSING_FILE'])(
    '%s is in the grader’s own words and stays',
    (code) => {
      const result = resultOf({ type: 'error', error: { code, message: 'stopped' } }, { summary: 'stopped' });
      expect(withoutHiddenText(result)).toEqual(result);
    },
  );
  test('results about files alone are kept: they quote the submission', () => {
    const result = resultOf({ type: 'error', error: errorOf('ANSWER_INVALID') }, { kind: 'steps' });
    expect(withoutHiddenText(result)).toEqual(result);
  });
});

test('a visible check says everything', () => {
  const result = resultOf(comparison([outputOf('unusable')], errorOf('RUNTIME_ERROR')), { visibility: 'visible' });
  expect(withoutHiddenText(result)).toEqual(result);
});
