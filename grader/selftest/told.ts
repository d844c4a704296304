/** What trying a rubric has shown, in lines for a terminal. Pure. */
import { counted } from '../text/counted.js';
import { percent } from '../text/percent.js';
import { isCaught, type Broken, type SelfTest, type Tried, type Whole } from './result.js';
import type { Verdict } from './verdict.js';

export interface Line {
  readonly tone: 'good' | 'partial' | 'bad' | 'plain' | 'bold';
  readonly text: string;
}

const plain = (text: string): Line => ({ tone: 'plain', text });
const bad = (text: string): Line => ({ tone: 'bad', text });

export function tellSelfTest(result: SelfTest): readonly Line[] {
  const networks = [...new Set(result.tried.map(({ network }) => network))];
  return [
    ...tellSolution(result.solution),
    ...tellStarter(result.starter),
    ...result.notCovered.map(({ id, kind }) => plain(`${id}: no mistakes are tried on checks of kind ${kind}`)),
    ...result.clashes.map(({ target, name }) =>
      bad(`target ${target}: two checks ask for different tensors under the name ${name}; no mistakes are tried on it`),
    ),
    ...result.broken.map(tellBroken),
    ...networks.flatMap((network) =>
      tableOf(
        network,
        result.tried.filter((one) => one.network === network),
      ),
    ),
    ...tellMissed(result.tried.filter((one) => !isCaught(one))),
    ...tellSame(result),
    tellScore(result),
  ];
}

function tellSolution(solution: Whole | null): readonly Line[] {
  if (solution === null) return [plain('solution: there is none here; name it with --solution DIR')];
  const { path, earned, possible, lost } = solution;
  const tone = lost.length === 0 ? 'good' : 'bad';
  return [
    {
      tone,
      text: `solution ${path}: ${earned === null ? 'not graded' : String(earned)} of ${String(possible)} points`,
    },
    ...lost.map((one) => bad(`  ${one.id}: ${pointsOf(one)}: ${one.summary}`)),
  ];
}

function tellStarter(starter: Whole | null): readonly Line[] {
  if (starter === null) return [plain('starter: there is none here; name it with --starter DIR')];
  const { path, earned, possible, given } = starter;
  const tone = given.length === 0 ? 'good' : 'bad';
  return [
    { tone, text: `starter ${path}: ${earned === null ? 'not graded' : String(earned)} of ${String(possible)} points` },
    ...given.map((one) => bad(`  ${one.id} gives it ${pointsOf(one)}: ${one.summary}`)),
  ];
}

function pointsOf({ earned, possible }: { readonly earned: number | null; readonly possible: number }): string {
  return earned === null ? 'not graded' : `${String(Number(earned.toFixed(2)))} of ${String(possible)}`;
}

function tellBroken({ network, id, summary, ...points }: Broken): Line {
  return bad(
    `${id}: a program without a mistake earns ${pointsOf(points)} (${summary}); no mistakes are tried in ${network}`,
  );
}

const CELLS: Readonly<Record<Verdict, string>> = {
  named: 'named',
  'named-otherwise': 'other',
  unnamed: 'lost',
  unnoticed: '-',
};

/** A row for each submission, a column for each check. */
function tableOf(network: string, tried: readonly Tried[]): readonly Line[] {
  const checks = [...new Set(tried.flatMap((one) => one.checks.map(({ check }) => check)))];
  const width = Math.max(...tried.map((one) => nameOf(one).length));
  const row = (name: string, cells: readonly string[]) =>
    `  ${name.padEnd(width)}  ${cells.map((cell, at) => cell.padEnd(checks[at]?.length ?? 0)).join('  ')}`.trimEnd();
  return [
    plain(''),
    { tone: 'bold', text: `mistakes in ${network}` },
    plain(row('', checks)),
    ...tried.map((one): Line => {
      const cells = checks.map((id) => {
        const taken = one.checks.find(({ check }) => check === id);
        return taken === undefined ? '' : CELLS[taken.verdict];
      });
      return { tone: isCaught(one) ? 'plain' : 'bad', text: row(nameOf(one), cells) };
    }),
    plain('  named: points lost, and the mistake named; other: another one named; lost: none named; -: all points'),
  ];
}

function nameOf({ mistake, at }: Pick<Tried, 'mistake' | 'at'>): string {
  return at === null ? mistake : `${mistake} (${at})`;
}

function tellMissed(missed: readonly Tried[]): readonly Line[] {
  if (missed.length === 0) return [];
  return [
    plain(''),
    bad(`no check catches ${counted(missed.length, 'submission')}:`),
    ...missed.map((one) => bad(`  ${nameOf(one)} in ${one.network}: ${whyMissed(one)}`)),
  ];
}

function whyMissed({ shownBy }: Tried): string {
  const shown = Object.entries(shownBy).map(([check, outputs]) => `${outputs.join(', ')} of ${check}`);
  if (shown.length === 0) return 'it changes none of the outputs that are asked for at the samples';
  return `${shown.join('; ')} differ, but count: that is tolerated, or follows from earlier outputs`;
}

function tellSame({ same }: SelfTest): readonly Line[] {
  if (same.length === 0) return [];
  const names = same.map((one) => `${nameOf(one)} in ${one.network}`);
  return [plain(''), plain(`not counted, because nothing that is asked for changes: ${names.join(', ')}`)];
}

function tellScore({ score: { made, caught, named, share } }: SelfTest): Line {
  if (share === null) return plain('score: no submission with a mistake could be made');
  return {
    tone: caught === made ? 'good' : 'partial',
    text: `score: ${String(caught)} of ${String(made)} submissions with a mistake lose points (${percent(share)}), ${String(named)} are named`,
  };
}
