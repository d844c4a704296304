/** Which files are on a contact sheet. */
import { expect, test } from '@jest/globals';
import { MOST_OF_A_KIND, shownFiles } from '../../../../grader/collected/analysis/shown.js';
import { FINDING_CODES, type FindingCode } from '../../../../grader/protocol/data-set.js';

const group = (code: FindingCode, files: readonly string[]) => ({
  code,
  title: '',
  mend: '',
  count: files.length,
  findings: files.map((file) => ({ code, file, row: null, found: '' })),
});

test('only findings about the appearance of images are shown', () => {
  const groups = FINDING_CODES.map((code) => group(code, [code]));
  // these have pixels that were decoded; class sizes and tables have none
  expect(shownFiles({ splits: [], groups })).toEqual([
    'row-repeated',
    'label-unknown',
    'wrong-mode',
    'animated',
    'constant',
    'noise',
    'duplicate',
    'duplicate-across-splits',
    'two-labels',
    'mirrored',
    'near-duplicate-across-splits',
    'level-across-splits',
    'course-image',
    'label-doubtful',
  ]);
});

test('each file is shown once', () => {
  const groups = [group('duplicate', ['a', 'b', 'a']), group('mirrored', ['b', 'c'])];
  expect(shownFiles({ splits: [], groups })).toEqual(['a', 'b', 'c']);
});

test('the first of each kind are shown, so that no kind takes the place of another', () => {
  const files = Array.from({ length: MOST_OF_A_KIND + 1 }, (_, at) => `d${String(at)}`);
  const shown = shownFiles({ splits: [], groups: [group('duplicate', files), group('mirrored', ['m'])] });
  expect(shown).toEqual([...files.slice(0, MOST_OF_A_KIND), 'm']);
});
