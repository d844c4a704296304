/** A task arrives as it was sent, over a channel that cuts it anywhere. */
import { expect, test } from '@jest/globals';
import { decodeTask, encodeTask } from '../../../grader/protocol/examine-task.js';
import { encodeFrame, FrameDecoder } from '../../../grader/protocol/frames.js';
import type { ExamineHeader, ExamineTask, PackedCourse } from '../../../grader/protocol/data-set.js';

const RULES = { classes: ['Käfer', 'dog'], side: 64, minImagesPerClass: 1, maxImbalance: 3, labelNoise: true };
const SPLITS = [{ name: 'train', folder: 'data/train', files: ['ä.png', 'b.png'], hasLabels: true }];

function courseOf(): PackedCourse {
  const numbers = (...values: number[]) => ({ dtype: 'int32' as const, shape: [2], values: Int32Array.of(...values) });
  const bytes = (length: number) => ({
    dtype: 'uint8' as const,
    shape: [2, length],
    values: Uint8Array.from({ length: 2 * length }, (_, at) => at + length),
  });
  const bands = { dtype: 'int32' as const, shape: [2, 1], values: Int32Array.of(-1, 2 ** 31 - 1) };
  const tensors = { set: numbers(0, 1), at: numbers(7, 0), label: numbers(1, 0), digest: bytes(16), cells: bytes(5) };
  return { sets: ['valid', 'heldout'], tensors: { ...tensors, bands, middle: bytes(3) } };
}

function sent(task: ExamineTask): ExamineTask {
  const { request, body } = encodeTask(task);
  const frame = encodeFrame(request, body);
  const decoder = new FrameDecoder({ headerBytes: 1 << 20, bodyBytes: 1 << 20 });
  const frames = [frame.subarray(0, 13), frame.subarray(13)].flatMap((part) => decoder.push(part));
  const [{ header, body: received } = { header: null, body: new Uint8Array() }] = frames;
  return decodeTask(header as ExamineHeader, received);
}

test.each([['with the course', courseOf()] as const, ['without', null] as const])('%s', (_, course) => {
  const task = { rules: RULES, splits: SPLITS, course };
  expect(sent(task)).toEqual(task);
});
