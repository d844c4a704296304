/** `tuxgrade rubric starter`: makes a starter for students from a rubric. */
import { join } from 'node:path';
import { EXIT, type ExitCode } from '../../errors.js';
import { readRubric } from '../../rubric/load.js';
import { publicPart } from '../../rubric/public.js';
import type { Rubric } from '../../schema/rubric.js';
import { publicFile, tellPaths } from '../../rubric/public-file.js';
import { writeStarter } from '../../starters/folder.js';
import { starterFrom } from '../../starters/from-rubric/starter.js';
import { commonFiles } from '../../starters/shipped.js';
import { findRubric, SHIPPED, shippedRubric, shippedRubrics } from '../inputs.js';

export interface StarterArguments {
  readonly file: string;
  readonly out: string;
}

export async function starter({ file, out }: StarterArguments): Promise<ExitCode> {
  const path = findRubric(file);
  const rubric = await readRubric(path);
  const { precheck, remarks } = precheckFor(path, rubric, out);
  const files = starterFrom({ rubric, common: await commonFiles(SHIPPED), precheck });
  await writeStarter(out, files, '--out');
  const lines = [
    `The starter is in ${out}: look at ${join(out, 'README.md')}, and try it with: tuxgrade rubric selftest ${file} --starter ${out}`,
    ...remarks,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return EXIT.OK;
}

/** A shipped rubric is named; of another one, the starter gets the part that students may see. */
function precheckFor(path: string, rubric: Rubric, out: string) {
  const shipped = shippedRubrics().find((id) => shippedRubric(id) === path);
  if (shipped !== undefined) return { precheck: { name: shipped }, remarks: [] };
  const part = publicPart(rubric);
  if (part === null) {
    return { precheck: null, remarks: ['warning: no check is visible, so students cannot check their work'] };
  }
  const made = publicFile(part, path, join(out, 'rubric.yaml'));
  return {
    precheck: { text: made.text },
    remarks: [...tellPaths(made), ...part.remarks.map((remark) => `warning: ${remark}`)],
  };
}
