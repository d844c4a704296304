/** `tuxgrade rubric lint`: reports every problem of a rubric with its line. */
import { EXIT, type ExitCode } from '../../errors.js';
import { lintRubric } from '../../index.js';
import { toJson } from '../../report/writers/files.js';
import { findRubric, terminalStyle } from '../inputs.js';

export interface LintArguments {
  readonly file: string;
  readonly json: boolean;
}

export async function lint({ file, json }: LintArguments): Promise<ExitCode> {
  const path = findRubric(file);
  const { errors, warnings, summary } = await lintRubric(path);
  if (json) {
    process.stdout.write(toJson({ errors, warnings, summary }));
  } else {
    const { paint } = terminalStyle();
    const lines = [
      ...errors.map((error) => paint.bad(error)),
      ...summary,
      ...warnings.map((warning) => `${paint.partial('warning:')} ${warning}`),
      ...(errors.length === 0 ? [paint.good(`${path} is a good rubric`)] : []),
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
  }
  return errors.length === 0 ? EXIT.OK : EXIT.INSTRUCTOR;
}
