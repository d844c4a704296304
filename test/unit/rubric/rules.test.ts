/** One case for each rule: the line and the whole sentence. */
import { expect, test } from '@jest/globals';
import { changedRubric, placeOf, problemsIn, SMALL_RUBRIC } from '../../support/rubric-text.js';

/** The replaced text, the replacement, and the message; ¦ marks the place, in the replacement or in other text. */
const CASES: Readonly<Record<string, readonly [from: string, to: string, said: string, where?: string]>> = {
  'ids are unique': [
    '- id: files\n    kind: files',
    '- id: ¦jacobian\n    kind: files',
    'the id "jacobian" is used twice: give each its own',
  ],
  'the total is the sum': [
    'points: 20',
    'points: ¦21',
    'points is 21, but the points of the checks sum to 20: make them equal',
  ],
  'steps sum to their check': [
    '{ path: dW, points: 2',
    '{ path: dW, points: 2.5',
    'check "steps" has 5 points, but its steps sum to 5.5: make them equal',
    'title: Steps\n    points: ¦5',
  ],
  'matrices sum to their check': [
    '[{ path: J, points: 3',
    '[{ path: J, points: 4',
    'check "jacobian" has 3 points, but its matrices sum to 4: make them equal',
    'title: Jacobian\n    points: ¦3',
  ],
  'needs exist': ['needs: [steps]', 'needs: [¦step]', 'there is no check "step"; did you mean "steps"?'],
  'needs have no circle': [
    'needs: [steps]',
    'needs: ¦[forward]',
    '"forward" needs itself in the end (forward -> forward): take one of these needs away',
  ],
  'dates are in order': [
    'closes: "2018-09-15T23:59:00-05:00"',
    'closes: ¦"2018-09-12T23:59:00-05:00"',
    'closes (2018-09-12T23:59:00-05:00) is before due (2018-09-13T23:59:00-05:00): swap them or move one',
  ],
  'dates are days': [
    'due: "2018-09-13',
    'due: ¦"2018-09-31',
    '"2018-09-31T23:59:00-05:00" is not a date of the calendar: correct it',
  ],
  'late work needs dates': [
    'dates: { due: "2018-09-13T23:59:00-05:00", closes: "2018-09-15T23:59:00-05:00" }',
    'late: ¦{ kind: fraction, keep: 0.5 }',
    'a late policy without dates: add dates with due and closes',
  ],
  'paths stay inside': [
    'path: notes/loss.csv',
    'path: ¦../loss.csv',
    '"../loss.csv" is not a path inside a submission: write it relative, with forward slashes and without . or ..',
  ],
  'paths are relative': [
    'path: model/model.json',
    'path: ¦/model.json',
    '"/model.json" is not a path inside a submission: write it relative, with forward slashes and without . or ..',
  ],
  'code has no ending': [
    'file: code',
    'file: ¦code.ts',
    '"code.ts" has an ending: write "code", so that .ts and .js are both looked for',
  ],
  'operands come earlier': [
    'of: [x, W, b]',
    'of: [x, ¦w, b]',
    '"w" is not an input, parameter, label or earlier node; did you mean "W"?',
  ],
  'operands are counted': ['of: [yhat, y]', 'of: ¦[yhat]', 'half-squared-error takes 2 operands, found 1'],
  'names of values differ': ['{ name: loss, op', '{ name: ¦y, op', 'the name "y" is used twice: give each its own'],
  'the loss is last': [
    'op: half-squared-error, of: [yhat, y]',
    'op: ¦relu, of: [yhat]',
    'the last node is the loss, but relu is none: end with a loss',
  ],
  'labels are declared': [
    'op: half-squared-error',
    'op: cross-entropy',
    'cross-entropy takes a class label here: declare "y" under labels',
    'of: [yhat, ¦y]',
  ],
  'only leaky-relu has a slope': [
    'of: [x, W, b] }',
    'of: [x, W, b], slope: ¦0.1 }',
    'linear has no slope, only leaky-relu has: take it away',
  ],
  'every letter has a size': [
    'sizes: { B: 3, D: 2 }',
    'sizes: ¦{ B: 3 }',
    'no size for D, which the shapes of network line use: add it',
  ],
  'every size has a letter': [
    'sizes: { B: 3, D: 2 }',
    'sizes: { B: 3, D: 2, H: ¦4 }',
    'no shape of network line uses H (they use B, D): take it away',
  ],
  'every value is given': [
    'values: { x: [1, 2], y: 1, W: [3, 4], b: 0 }',
    'values: ¦{ x: [1, 2], y: 1, W: [3, 4] }',
    'no value for b, which network line needs: add it',
  ],
  'given values are required': [
    'W: [3, 4], b: 0 }',
    'W: [3, 4], b: 0, w: ¦1 }',
    'network line has no input, parameter or label "w"; did you mean "W"?',
  ],
  'given numbers are float32': [
    'W: [3, 4], b: 0 }',
    'W: [3, ¦4.0e+38], b: 0 }',
    'W[1] is 4e+38, which float32 does not hold (at most about 3.4e38): give a smaller number',
  ],
  'boxes are float32': [
    'box: { low: -2, high: 2 }',
    'box: { low: -2, high: ¦1.0e+39 }',
    'high is 1e+39, which float32 does not hold (at most about 3.4e38): give a smaller number',
  ],
  'sample sets exist': [
    'at: [seed, generic]',
    'at: [seed, ¦generics]',
    'there is no sample set "generics" (there are seed, generic); did you mean "generic"?',
  ],
  'one point for typed answers': [
    'at: seed\n    steps',
    'at: ¦generic\n    steps',
    'typed answers are for one sample, and sample set "generic" has 2',
  ],
  'targets exist': [
    'target: model\n',
    'target: ¦modle\n',
    'there is no target "modle" (there are forward, model); did you mean "model"?',
  ],
  'targets are of the right kind': [
    'target: model\n    data',
    'target: ¦forward\n    data',
    '"forward" is a function target, expected a model target (there are model)',
  ],
  'data exist': [
    'data: heldout\n',
    'data: ¦held\n',
    'there is no data set "held" (there are heldout); did you mean "heldout"?',
  ],
  'data fit the model': [
    'input: [2]',
    'input: [3]',
    'data set "heldout" has points [2] of two classes, but target "model" takes [3] and gives 1 or 2',
    'data: ¦heldout',
  ],
  'a box has an inside': [
    'box: { low: -2, high: 2 }',
    'box: ¦{ low: 2, high: 2 }',
    'the box from 2 to 2 is empty: low must be less than high',
  ],
  'images fit the model': [
    'heldout: { kind: point-in-circle, seed: 1, count: 100, center: [0, 0], radius: 1, box: { low: -2, high: 2 } }',
    'heldout: { kind: images, path: d, classes: [cat, dog, owl], side: 8 }',
    'data set "heldout" has images [8, 8, 3] of 3 classes, but target "model" takes [2] and gives 1 or 2',
    'data: ¦heldout',
  ],
  'classes have names of their own': [
    'data:\n  heldout:',
    'data:\n  pets: { kind: images, path: d, classes: [cat, dog, ¦cat], side: 8 }\n  heldout:',
    'class "cat" occurs twice: each number needs its own name',
  ],
  'a ramp goes up': [
    'ramp: { from: 0.5, to: 0.9 }',
    'ramp: ¦{ from: 0.9, to: 0.9 }',
    'a ramp from 0.9 to 0.9: from must be less than to',
  ],
  'full points are plausible': [
    'ramp: { from: 0.5, to: 0.9 }',
    'ramp: { from: 0.5, to: 0.9 }\n    below: ¦0.8',
    'below is 0.8, less than the end of the ramp (0.9): full points would count as not plausible',
  ],
  'a step asks for something': [
    'points: 3, value: yhat }',
    'points: 3 }',
    'step yhat asks for exactly one of value, gradient, cost; found none of them',
    '¦{ path: yhat, points',
  ],
  'a step asks for one thing': [
    'gradient: W }',
    'gradient: W, value: W }',
    'step dW asks for exactly one of value, gradient, cost; found value and gradient',
    '¦{ path: dW, points',
  ],
  'steps ask for values that there are': [
    'gradient: W }',
    'gradient: ¦V }',
    '"V" is not a value of network line that fits here (there are x, y, W, b, yhat, loss)',
  ],
  'factors can be multiplied': [
    'gradient: W }',
    'cost: { order: reverse, factors: [[1, 2], ¦[3, 1]] } }',
    'the factor before has 2 columns, this one 3 rows: they cannot be multiplied',
  ],
  'Jacobians are of nodes': [
    'of: yhat, by: x',
    'of: ¦x, by: x',
    '"x" is not a value of network line that fits here (there are yhat, loss)',
  ],
  'outputs are values': [
    'name: yhat, of: yhat, weight',
    'name: yhat, of: ¦z9, weight',
    '"z9" is not a value of network line that fits here (there are yhat, loss)',
  ],
  'arguments are given at a point': [
    'arguments: [{ W: W, b: b }, x, y]',
    'arguments: [{ W: W, b: b }, x, ¦yhat]',
    '"yhat" is not a value of network line that fits here (there are x, y, W, b)',
  ],
  'a forward function returns a record': [
    'returns: record',
    'returns: value',
    'target "forward" returns a value, but a forward check needs one that returns a record',
    'target: ¦forward\n    network',
  ],
};

test.each(Object.entries(CASES))('%s', (_rule, [from, to, said, where = to]) => {
  const text = changedRubric(from, to.replace('¦', ''));
  expect(problemsIn(text)).toEqual([`${placeOf(where, text)}: ${said}`]);
});

test('names of Object.prototype are not names of a rubric', () => {
  const text = SMALL_RUBRIC.replaceAll('network: line', 'network: constructor').replace(
    'data: heldout',
    'data: toString',
  );
  expect(problemsIn(text).filter((problem) => problem.includes('there is no network "constructor"'))).toHaveLength(5);
  expect(problemsIn(text)).toContainEqual(expect.stringContaining('there is no data set "toString"'));
});

test('a cycle of needs over several checks is reported at each of them', () => {
  const text = SMALL_RUBRIC.replace('kind: steps', 'kind: steps\n    needs: [forward]');
  expect(problemsIn(text).map((problem) => problem.slice(problem.indexOf('"')))).toEqual([
    '"steps" needs itself in the end (steps -> forward -> steps): take one of these needs away',
    '"forward" needs itself in the end (forward -> steps -> forward): take one of these needs away',
  ]);
});

test('decimal points add up', () => {
  const text = SMALL_RUBRIC.replace('points: 3, value', 'points: 0.1, value')
    .replace('points: 2, gradient', 'points: 0.2, gradient')
    .replace('points: 5\n    file', 'points: 0.3\n    file')
    .replace('points: 20', 'points: 15.3');
  expect(problemsIn(text)).toEqual([]);
});
