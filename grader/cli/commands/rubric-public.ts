/** `tuxgrade rubric public`: writes the part of a rubric that students may see. */
import { EXIT, GraderError, type ExitCode } from '../../errors.js';
import { readRubric } from '../../rubric/load.js';
import { publicFile, tellPaths } from '../../rubric/public-file.js';
import { publicPart, type PublicPart } from '../../rubric/public.js';
import { counted } from '../../text/counted.js';
import { writeNewFile } from '../../starters/folder.js';
import { findRubric, terminalStyle } from '../inputs.js';

export interface PublicArguments {
  readonly file: string;
  readonly out: string;
}

export async function writePublic({ file, out }: PublicArguments): Promise<ExitCode> {
  const path = findRubric(file);
  const part = await publicPartOf(path);
  const made = publicFile(part, path, out);
  await writeNewFile(out, made.text, '--out');
  const { paint } = terminalStyle();
  const { checks, points } = part.rubric;
  const lines = [
    `${out} has ${counted(checks.length, 'visible check')} of ${counted(points, 'point')}; ${counted(part.left.count, 'check')} of ${counted(part.left.points, 'point')} ${part.left.count === 1 ? 'is' : 'are'} not in it`,
    ...tellPaths(made),
    ...part.remarks.map((remark) => `${paint.partial('warning:')} ${remark}`),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return EXIT.OK;
}

/** The part of the rubric at `path`; throws RUBRIC_INVALID if no check is visible. */
async function publicPartOf(path: string): Promise<PublicPart> {
  const part = publicPart(await readRubric(path));
  if (part !== null) return part;
  throw new GraderError('RUBRIC_INVALID', `${path} has no visible check: nothing of it is for students`, {
    advice: 'Checks without `visibility`, or with `visibility: visible`, are visible.',
  });
}
