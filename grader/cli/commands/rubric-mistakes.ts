/** `tuxgrade rubric mistakes`: the catalogue of mistakes that reports name, and which of them a rubric can see. */
import { EXIT, type ExitCode } from '../../errors.js';
import { loadRubric } from '../../index.js';
import { CATALOGUE } from '../../numerics/mistakes/catalogue.js';
import { toJson } from '../../report/writers/files.js';
import { findShown, type Shown } from '../../selftest/shown-by.js';
import { tellCatalogue, tellShown } from '../../selftest/told-catalogue.js';
import { findRubric, terminalStyle } from '../inputs.js';
import { inStyle } from '../lines.js';

export interface MistakesArguments {
  readonly file?: string | undefined;
  readonly json: boolean;
}

export async function mistakes({ file, json }: MistakesArguments): Promise<ExitCode> {
  // its data is not needed to say what its networks are
  const rubric = file === undefined ? null : await loadRubric(findRubric(file), { withoutMissing: true });
  const shown = rubric === null ? null : findShown(rubric);
  if (json) process.stdout.write(toJson(shown === null ? { topics: CATALOGUE } : { networks: plainly(shown) }));
  else process.stdout.write(inStyle(shown === null ? tellCatalogue() : tellShown(shown), terminalStyle()));
  return EXIT.OK;
}

function plainly(shown: ReadonlyMap<string, readonly Shown[]>): object {
  return [...shown].map(([network, all]) => ({
    network,
    mistakes: all.map(({ way: { mistake, at }, by, changes }) => ({
      ...{ name: mistake.name, at, changes },
      shownBy: [...by].map(([check, outputs]) => ({ check, outputs })),
    })),
  }));
}
