/**
 * Schema of files that must exist. Must be loaded only when schemas are written; at run time only its types are used.
 */
import Type, { type Static } from 'typebox';
import { checkOf } from '../../schema/check.js';
import { Strict } from '../../schema/common.js';
import { Count, Nullable } from '../../schema/evidence.js';

export const check = checkOf('files', 'Files that must be there.', {
  files: Type.Array(
    Strict({
      path: Type.String({ minLength: 1, description: 'The path of a file within the submission.' }),
      maxBytes: Type.Optional(Type.Integer({ minimum: 1, description: 'The most bytes that it may have.' })),
      purpose: Type.Optional(Type.String({ description: 'What it is for, for those who read the rubric.' })),
    }),
    { minItems: 1, description: 'The files. Each is worth the same.' },
  ),
});
export type FilesCheck = Static<typeof check>;

export const evidence = Strict({
  type: Type.Literal('files'),
  files: Type.Array(
    Strict({ path: Type.String(), bytes: Nullable(Count), ok: Type.Boolean(), sentence: Type.String() }),
  ),
});
