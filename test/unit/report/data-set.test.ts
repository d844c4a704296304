/** The findings in a data set, as data and as lines. */
import { describe, expect, test } from '@jest/globals';
import { dataSetJson, renderDataSet } from '../../../grader/report/data-set.js';
import type { TerminalStyle } from '../../../grader/report/terminal.js';
import type { DataSetReport } from '../../../grader/protocol/data-set.js';

const tag = (name: string) => (text: string) => `<${name}>${text}</${name}>`;
const painted = (): TerminalStyle => ({
  width: 60,
  paint: { good: tag('good'), partial: tag('part'), bad: tag('bad'), dim: tag('dim'), bold: tag('b') },
});

describe('a data set', () => {
  const finding = (row: number | null) => ({ code: 'damaged', file: 'a.png', row, found: 'cut off' }) as const;
  const group = (count: number) => ({
    ...{ code: 'damaged', title: 'Damaged', mend: 'save it again', count },
    findings: Array.from({ length: count }, (_, index) => finding(index === 0 ? null : index)),
  });
  const report = (count: number): DataSetReport => ({
    splits: [
      { name: '', images: 3, perClass: [2, 1] },
      { name: 'test', images: 1, perClass: [1] },
    ],
    groups: count === 0 ? [] : ([group(count)] as DataSetReport['groups']),
  });
  const render = (count: number, remarks: readonly string[] = []) => {
    const one = report(count);
    return renderDataSet(one, dataSetJson(one, ['cat', 'dog'], remarks), painted()).split('\n');
  };
  const COUNTS = ['<b>images: 3</b>', '  cat 2, dog 1', '<b>test: 1</b>', '  cat 1, dog 0'];

  test('as data: every class with its number, every finding with what to do', () => {
    expect(dataSetJson(report(2), ['cat', 'dog'], ['r'])).toEqual({
      schemaVersion: 1,
      classes: ['cat', 'dog'],
      splits: [
        { name: '', images: 3, perClass: { cat: 2, dog: 1 } },
        { name: 'test', images: 1, perClass: { cat: 1, dog: 0 } },
      ],
      counts: { damaged: 2 },
      findings: [null, 1].map((row) => ({ ...finding(row), mend: 'save it again' })),
      remarks: ['r'],
    });
  });
  test('says that nothing is wrong', () => {
    expect(render(0, ['r'])).toEqual([...COUNTS, 'note: r', '', '<good>Nothing wrong was found.</good>']);
  });
  test('findings: five are named, the others counted', () => {
    const named = ['    a.png: cut off', ...[1, 2, 3, 4].map((row) => `    a.png, row ${String(row)}: cut off`)];
    const head = (count: number) => ['', `<bad>✗</bad> <b>Damaged: ${String(count)}</b>  <dim>damaged</dim>`];
    expect(render(5)).toEqual([...COUNTS, ...head(5), ...named, '  <dim>save it again</dim>']);
    expect(render(7)).toEqual([...COUNTS, ...head(7), ...named, '    and 2 more', '  <dim>save it again</dim>']);
  });
});
