/** The schema of tuxgrade.json, which says for a student's folder which homework it is and where the work lies. */
import Type, { type Static } from 'typebox';
import { Strict } from './common.js';

const LONGEST = 500;

export const Configuration = Strict(
  {
    rubric: Type.String({
      minLength: 1,
      maxLength: LONGEST,
      description:
        'The id of a rubric that comes with tuxgrade, or the path of a YAML file relative to this file, with forward slashes.',
    }),
    submission: Type.String({
      minLength: 1,
      maxLength: LONGEST,
      description:
        'The folder that is handed in, relative to this file, with forward slashes; "." is the folder of this file.',
    }),
  },
  { title: 'tuxgrade configuration of a folder' },
);
export type Configuration = Static<typeof Configuration>;
