import { expect, test } from '@jest/globals';
import { readFailure } from '../../../../grader/sandbox/observing/bundle-failure.js';
import { codePaths, shownPath, unmovedPath } from '../../../../grader/sandbox/observing/unmoved-paths.js';
import type { Snapshot } from '../../../../grader/stages/submission.js';

function snapshotOf(...paths: string[]): Snapshot {
  const files = paths.map((path) => ({ path, bytes: 1, sha256: '' }));
  return { id: 'x', root: '/r/submission', digest: '', files, bytes: 1, remarks: [] };
}

const MOVED: Snapshot = {
  ...snapshotOf('backprop.js', 'lib/layers.js'),
  unmoved: {
    folder: 'handed',
    paths: ['src/backprop.js', 'lib/layers.js'],
    pathOf: new Map([['backprop.js', 'src/backprop.js']]),
  },
};

const said = (message: string, place: string) => `✘ [ERROR] ${message}\n\n    ${place}:\n      1 │ x\n`;

test('places are those of the student, and leads those of the snapshot', () => {
  const { error, place, isUnresolved } = readFailure(
    said('No matching export in "handed/lib/layers.js" for import "x"', 'handed/src/backprop.js:3:4'),
    'backprop.js',
    MOVED,
  );
  expect(error).toEqual({
    code: 'LOAD_FAILED',
    message: 'No matching export in "lib/layers.js" for import "x"',
    file: 'src/backprop.js',
    line: 3,
    column: 5,
  });
  expect(place).toEqual({ file: 'handed/src/backprop.js', line: 3, column: 5 });
  expect(isUnresolved).toBe(false);
});

test('a file that was not moved, or lies once, is where it is', () => {
  expect(unmovedPath('backprop.js', MOVED)).toBe('handed/src/backprop.js');
  expect([unmovedPath('x.js', MOVED), unmovedPath('backprop.js', snapshotOf('backprop.js'))]).toEqual([null, null]);
  expect(['handed/a.js', 'handed', 'b.js'].map((path) => shownPath(path, MOVED))).toEqual(['a.js', 'handed', 'b.js']);
  expect(shownPath('handed/a.js', snapshotOf())).toBe('handed/a.js');
  expect(codePaths(MOVED)).toEqual(['backprop.js', 'lib/layers.js', 'handed/src/backprop.js', 'handed/lib/layers.js']);
});

test('an import that leads nowhere is told apart', () => {
  const { error, isUnresolved } = readFailure(said('Could not resolve "./x"', 'a.js:1:0'), 'a.js', snapshotOf('a.js'));
  expect([error.message, isUnresolved]).toEqual(['"./x" is not there: the submission has no such file', true]);
  expect(readFailure('Killed', 'a.js', snapshotOf()).error.message).toBe('a.js could not be read: the bundler stopped');
});
