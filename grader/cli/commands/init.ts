/** `tuxgrade init`: writes the starter code of a homework. */
import { join } from 'node:path';
import { EXIT, GraderError, type ExitCode } from '../../errors.js';
import { suggest } from '../../schema/sentences.js';
import { writeStarter } from '../../starters/folder.js';
import { shippedStarter, WITH_STARTER } from '../../starters/shipped.js';
import { SHIPPED, shippedRubrics } from '../inputs.js';

export interface InitArguments {
  readonly homework: string;
  readonly dir?: string | undefined;
}

export async function init({ homework, dir }: InitArguments): Promise<ExitCode> {
  if (!WITH_STARTER.includes(homework)) throw noStarter(homework);
  const folder = dir ?? homework;
  const files = await shippedStarter(homework, SHIPPED);
  await writeStarter(folder, files, 'folder');
  process.stdout.write(
    [
      `The starter of ${homework} is in ${folder}. ${join(folder, 'README.md')} says what to write and what is handed in.`,
      '',
      ...(folder === '.' ? [] : [`    cd ${folder}`]),
      '    npm install',
      '    npm run train',
      '    npx tuxgrade precheck',
      '',
    ].join('\n'),
  );
  return EXIT.OK;
}

function noStarter(homework: string): GraderError {
  if (shippedRubrics().includes(homework)) {
    return new GraderError('USAGE', `${homework} has no starter; those that have are ${WITH_STARTER.join(', ')}`, {
      advice: `One is made from its rubric by: tuxgrade rubric starter ${homework} --out ${homework}`,
    });
  }
  const near = suggest(homework, WITH_STARTER);
  return new GraderError('USAGE', `there is no homework ${homework}${near}`, {
    advice: `Name one of ${WITH_STARTER.join(', ')}.`,
  });
}
