/** Whether what arrived fits its schema. The validators are compiled when tuxgrade is built (schema/write-validators.ts). */
import { createRequire } from 'node:module';
import type { ValidateFunction } from 'ajv';
import type { Envelope, Order, PackedFiles, PackedRubric, Recorded, Said } from '../schema/queue.js';

interface Validators {
  readonly envelope: ValidateFunction<Envelope>;
  readonly order: ValidateFunction<Order>;
  readonly files: ValidateFunction<PackedFiles>;
  readonly rubric: ValidateFunction<PackedRubric>;
  readonly recorded: ValidateFunction<Recorded>;
  readonly said: ValidateFunction<Said>;
}

// works from the sources as well, which tests run
const load = createRequire(import.meta.url);
const validators = (): Validators => load('../../dist/schema/queue-validators.cjs') as Validators;

export const isEnvelope = (value: unknown): value is Envelope => validators().envelope(value);
export const isOrder = (value: unknown): value is Order => validators().order(value);
export const isPackedFiles = (value: unknown): value is PackedFiles => validators().files(value);
export const isPackedRubric = (value: unknown): value is PackedRubric => validators().rubric(value);
export const isRecorded = (value: unknown): value is Recorded => validators().recorded(value);
export const isSaid = (value: unknown): value is Said => validators().said(value);
