/**
 * How a task goes to the decoder: the course's features as tensors, everything else as JSON in one more tensor. The
 * parent is trusted, so the decoder does not check the task itself.
 */
import type { TensorData } from '../tensor/tensor.js';
import type { ExamineHeader, ExamineTask, PackedCourse } from './data-set.js';
import { packTensors, TensorReader } from './frames.js';

export interface SentTask {
  readonly request: ExamineHeader;
  readonly body: Uint8Array;
}

export function encodeTask({ course, ...task }: ExamineTask): SentTask {
  const told = new TextEncoder().encode(JSON.stringify({ ...task, sets: course?.sets ?? null }));
  const json: TensorData = { dtype: 'uint8', shape: [told.length], values: told };
  const { headers, body } = packTensors({ json, ...course?.tensors });
  return { request: { type: 'examine', tensors: headers }, body };
}

export function decodeTask({ tensors }: ExamineHeader, body: Uint8Array): ExamineTask {
  const reader = new TensorReader(body);
  const { json, ...course } = Object.fromEntries(
    Object.entries(tensors).map(([name, header]) => [name, reader.read(header, name)]),
  );
  const { sets, ...task } = JSON.parse(new TextDecoder().decode(json?.values)) as Omit<ExamineTask, 'course'> & {
    readonly sets: readonly string[] | null;
  };
  return { ...task, course: sets === null ? null : { sets, tensors: course as PackedCourse['tensors'] } };
}
