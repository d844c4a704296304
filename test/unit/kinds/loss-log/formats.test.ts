/** Training logs in the forms in which programs and people write them, and what is told of those that cannot be read. */
import { describe, expect, test } from '@jest/globals';
import { readLog } from '../../../../grader/kinds/loss-log/read-log.js';
import { judgedLog } from '../../../support/loss-log.js';
import type { NamedColumns } from '../../../../grader/kinds/loss-log/columns.js';

function read(text: string | Uint8Array, columns: NamedColumns = {}) {
  const found = readLog(typeof text === 'string' ? Buffer.from(text) : text, columns);
  return found.ok ? found.log : found.sentence;
}
const series = (steps: readonly number[], values: readonly number[]) => ({ steps, values });
const TWO = { train: series([1, 2], [0.5, 0.25]), valid: series([], []) };
const BOTH = { train: series([1, 2], [0.5, 0.25]), valid: series([1, 2], [0.75, 1]) };

describe('tables', () => {
  test.each<[string, object]>([
    ['step,train\n1,0.5\n2,0.25', TWO],
    ['train,step\n0.5,1\n0.25,2', TWO],
    ['Iteration\tTraining Loss\n1\t0.5\n2\t0.25', TWO],
    ['step;loss\n1;0,5\n2;0,25', TWO],
    ['step\tloss\n1\t5e-1\n2\t2,5e-1', TWO],
    ['global_step,train/loss,lr\n1,0.5,0.1\n2,0.25,0.1', TWO],
    ['"step","loss"\r\n"1","0.5"\r\n"2","0.25"\r\n', TWO],
    ['1,0.5\n2,0.25', TWO],
    ['0.5\n0.25', TWO],
    ['5.000000000000000000e-01\n2.500000000000000000e-01\n', TWO],
    ['loss,accuracy\n0.5,0.9\n0.25,0.95', TWO],
    ['Wall time,Step,Value\n17.5,1,0.5\n18.5,2,0.25', TWO],
    ['epoch,train_loss,valid_loss\n1,0.5,0.75\n2,0.25,1', BOTH],
    ['valid,train,step\n0.75,0.5,1\n1,0.25,2', BOTH],
    ['epoch,train loss,test loss\n1,0.5,0.75\n2,0.25,1', BOTH],
    ['epoch,phase,loss\n1,train,0.5\n1,val,0.75\n2,train,0.25\n2,val,1', BOTH],
    ['epoch,loss,val_loss\n1,0.5,NA\n1,NA,0.75\n2,0.25,\n2,None,1', BOTH],
    ['step,train,valid\n1,0.5,0.75\n2,0.25,1\n,,\n', BOTH],
    ['epoch,step,train_loss,val_loss,lr-SGD\n0,1,0.5,,\n0,1,,0.75,\n0,1,,,0.1\n1,2,0.25,,\n1,2,,1,', BOTH],
  ])('%j', (text, expected) => {
    expect(read(text)).toMatchObject(expected);
  });
  test('in UTF-16, as Notepad and Excel write it', () => {
    const text = 'step\tloss\r\n1\t0,5\r\n2\t0,25\r\n';
    const little = Buffer.from(`\ufeff${text}`, 'utf16le');
    expect(read(little)).toMatchObject(TWO);
    expect(read(Buffer.from(little).swap16())).toMatchObject(TWO);
    expect(read(little.subarray(2))).toBe(': it has characters without a sign: save it as UTF-8');
  });
  test('columns that the rubric names', () => {
    const text = 't,mse,loss,holdout\n1,0.5,9,0.75\n2,0.25,9,1';
    expect(read(text, { step: 'T', train: 'mse', valid: 'holdout' })).toMatchObject(BOTH);
    expect(read(text, { train: 'nll' })).toBe(
      ':1: the header is t,mse,loss,holdout, expected a column "nll" for the training loss',
    );
    expect(read('1,0.5', { train: 'nll' })).toContain('the first line has numbers');
  });
});

describe('what the steps count', () => {
  test.each([
    ['step,loss\n1,1', 'steps'],
    ['batch,loss\n1,1', 'steps'],
    ['epoch,loss\n1,1', 'epochs'],
    ['epoch,step,loss\n1,1,1', 'steps'],
    ['loss\n1', 'rows'],
    [',loss\n0,1', 'rows'],
    ['1,1', 'steps'],
    ['{"loss":[1]}', 'epochs'],
    ['{"step":[1],"loss":[1]}', 'steps'],
    ['[{"epoch":1,"loss":1}]', 'epochs'],
    ['[[0,1,1]]', 'steps'],
    ['[1]', 'rows'],
  ])('%j: %s', (text, axis) => {
    expect(read(text)).toMatchObject({ axis });
  });
});

describe('JSON', () => {
  test.each<[string, object]>([
    ['[[17.5,1,0.5],[18.5,2,0.25]]', TWO],
    ['[[1,0.5],[2,0.25]]', TWO],
    ['[0.5,0.25]', TWO],
    ['{"loss":[0.5,0.25]}', TWO],
    ['{"epoch":[1,2],"history":{"loss":[0.5,0.25],"acc":[0.1,0.2],"val_loss":[0.75,1]}}', BOTH],
    ['{"loss":{"0":0.5,"1":0.25},"val_loss":{"0":0.75,"1":1}}', BOTH],
    ['\ufeff{"step":1,"loss":0.5}\n{"step":2,"loss":0.25}\n', TWO],
    ['{"step":1,"loss":"0.5"}\r\n\r\n{"step":2,"loss":0.25}', TWO],
    ['[{"step":1,"loss":0.5,"eval_loss":0.75},{"step":2,"loss":0.25},{"step":2,"eval_loss":1}]', BOTH],
    ['{"log_history":[{"step":1,"loss":0.5},{"step":2,"loss":0.25},{"step":2,"runtime":9}],"x":1}', TWO],
    ['{"step":1,"loss":0.5,"val_loss":null}\n{"step":2,"loss":0.25}\n', TWO],
  ])('%j', (text, expected) => {
    expect(read(text)).toMatchObject(expected);
  });
  test('NaN and Infinity as Python and TensorBoard write them, and null as JavaScript does', () => {
    const values = [1, NaN, Infinity, -Infinity, NaN];
    const lists = ['{"loss":[1,NaN,Infinity,-Infinity,null]}', '[1,"NaN","Infinity","-Infinity",null]'];
    for (const text of lists) expect(read(text)).toMatchObject({ train: { values } });
    expect(read('{"loss":NaN,"note":"NaN, \\"Infinity\\""}\n{"loss":1,"note":"x"}')).toMatchObject({
      train: { values: [NaN, 1] },
    });
  });
  test('validation in every k-th epoch', () => {
    const history = (train: number, valid: number) =>
      JSON.stringify({ loss: Array(train).fill(1), val_loss: Array(valid).fill(2) });
    expect(read(history(10, 3))).toMatchObject({ valid: { steps: [3, 6, 9] } });
    expect(read(history(10, 10))).toMatchObject({ valid: { steps: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] } });
    expect(read(history(10, 4))).toBe(': the numbers of values differ: 4 validation losses, 10 training losses');
    expect(read(history(3, 4))).toBe(': the numbers of values differ: 4 validation losses, 3 training losses');
  });
});

describe('what cannot be read', () => {
  const EXPECTED = 'expected step,train or step,train,valid, or the names of Keras, Lightning, TensorBoard or tf.js';
  test.each([
    ['', ':1: the file is empty, expected step,train or step,train,valid'],
    ['epoch,accuracy\n1,0.5', `:1: the header is epoch,accuracy, ${EXPECTED}`],
    [
      'step,loss,train_loss\n1,1,1',
      ':1: the header is step,loss,train_loss, in which 2 columns may be the training loss: loss,train_loss: keep one of them',
    ],
    [
      'epoch,step,train_loss_step,train_loss_epoch\n1,1,1,1',
      ':1: the header is epoch,step,train_loss_step,train_loss_epoch, in which 2 columns may be the training loss: train_loss_step,train_loss_epoch: keep one of them',
    ],
    [
      'step,train,val,valid\n1,1,1,1',
      ':1: the header is step,train,val,valid, in which 2 columns may be the validation loss: val,valid: keep one of them',
    ],
    [
      '1,0.5,0.75\n2,0.25,1',
      ':1: the first line has numbers, "1,0.5,0.75", where the names of the columns are expected: begin with a line such as step,train or step,train,valid',
    ],
    [
      '0.5,0.75\n0.25,1',
      ':1: the first line has numbers, "0.5,0.75", where the names of the columns are expected: begin with a line such as step,train or step,train,valid',
    ],
    ['step,train\n1,0.5\nstop,0.25', ':3: the step is "stop", expected a finite number'],
    ['step,val\n1,2', `:1: the header is step,val, ${EXPECTED}`],
    ['step,train,valid\n1,,2', ': there is no training loss in any row'],
    ['{', ' is not valid JSON: line 1, column 2: close brace expected'],
    ['{"loss":[1,]}', ' is not valid JSON: line 1, column 12: a comma before ]: leave it out'],
    ['[]', ': it has no rows'],
    ['{}', `: the keys are , ${EXPECTED}`],
    ['{"accuracy":[1]}', `: the keys are accuracy, ${EXPECTED}`],
    ['{"loss":[1,"x"]}', ', value 2: the training loss is "x", expected a number'],
    ['{"loss":[1,[2]]}', ', value 2: the training loss is "a list", expected a number'],
    ['{"step":[1],"loss":[1,2]}', ': the numbers of values differ: 1 step, 2 training losses'],
    ['{"step":1,"loss":1}\n{"step":2,"loss":tru}', ':2: expected an object such as {"step": 1, "loss": 0.5}'],
    ['{"step":1,"loss":1}\n[2]', ':2: expected an object such as {"step": 1, "loss": 0.5}'],
    ['{"step":1,"loss":1}\n{"loss":2}', ':2: the step is "", expected a finite number'],
    ['[[1,2,3,4]]', ', entry 1: it has 4 values, expected [wall time, step, value]'],
    ['[[0,1,1],[0,2]]', ', entry 2: expected 3 values, as in the first entry'],
    ['[[0,1,1],[0,"x",1]]', ', entry 2: the step is "x", expected a finite number'],
    ['[{"loss":1},2]', ', entry 2: expected an object such as {"step": 1, "loss": 0.5}'],
    ['['.repeat(30), ': it is nested more than 20 levels deep: a log has a few'],
  ])('%j', (text, sentence) => {
    expect(read(text)).toBe(sentence);
  });
});

test('a log whose rows all have one step says where the others are', () => {
  const text = `step,train\n${'3,0.5\n'.repeat(40)}`;
  expect(judgedLog(text).summary).toBe(
    'the log has 1 row, at least 20 are needed to see a trend; 39 rows repeat the step before: the later one counts',
  );
});
