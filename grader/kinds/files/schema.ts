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
      path: Type.String({ minLength: 1 }),
      maxBytes: Type.Optional(Type.Integer({ minimum: 1 })),
      purpose: Type.Optional(Type.String({ description: 'The purpose of the file.' })),
    }),
    { minItems: 1 },
  ),
});
export type FilesCheck = Static<typeof check>;

export const evidence = Strict({
  type: Type.Literal('files'),
  files: Type.Array(
    Strict({ path: Type.String(), bytes: Nullable(Count), ok: Type.Boolean(), sentence: Type.String() }),
  ),
});
