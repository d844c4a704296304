/** The submissions that a rubric is tried with, and the part of it that each is about. Pure. */
import type { ResolvedRubric } from '../stages/resolved.js';
import { LOCAL } from '../numerics/mistakes/local.js';
import type { Words } from '../numerics/mistakes/mistake.js';
import { coveredByNetwork, type CoveredCheck } from './covered.js';
import { filesFor, filesWithSlip, functionsOf, slipsIn, type Clash, type Files } from './programs.js';
import { findShown, type Shown } from './shown-by.js';

/** One mistake, made in one way. */
export interface Trial {
  readonly network: string;
  readonly mistake: Words;
  /** The node or the step at which it is made; null: in every place. */
  readonly at: string | null;
  readonly checks: readonly CoveredCheck[];
  readonly files: () => Files;
  /** By the id of the check, the outputs that differ. */
  readonly shownBy: ReadonlyMap<string, readonly string[]>;
}

export interface Trials {
  /** For each network, the program without a mistake. */
  readonly right: readonly Pick<Trial, 'network' | 'checks' | 'files'>[];
  readonly trials: readonly Trial[];
  /** Ways that change nothing that is asked for. */
  readonly same: readonly Shown[];
  readonly clashes: readonly Clash[];
}

export interface TrialsOptions {
  readonly rubric: ResolvedRubric;
  /** The script of the engine. */
  readonly engine: string;
  /** The names of the mistakes that are tried; default: all. */
  readonly only?: readonly string[] | undefined;
}

export function trialsOf({ rubric, engine, only }: TrialsOptions): Trials {
  const isWanted = (name: string) => only === undefined || only.includes(name);
  const byNetwork = withoutClashes(rubric);
  const shown = [...findShown(rubric).values()].flat().filter(({ way }) => isWanted(way.mistake.name));
  const made = shown.filter(({ changes, way }) => changes && byNetwork.checks.has(way.network));
  const checksOf = (network: string) => byNetwork.checks.get(network) ?? [];
  return {
    right: [...byNetwork.checks].map(([network, checks]) => ({
      network,
      checks,
      files: () => filesFor(checks, null, rubric, engine),
    })),
    trials: [
      ...made.map(({ way: { network, key, mistake, at }, by }) => ({
        ...{ network, mistake, at, checks: checksOf(network), shownBy: by },
        files: () => filesFor(checksOf(network), key, rubric, engine),
      })),
      ...slipTrials([...byNetwork.checks.values()].flat(), isWanted, rubric),
    ],
    same: shown.filter(({ changes }) => !changes),
    clashes: byNetwork.clashes,
  };
}

function withoutClashes(rubric: ResolvedRubric) {
  const clashes: Clash[] = [];
  const checks = new Map<string, readonly CoveredCheck[]>();
  for (const [network, all] of coveredByNetwork(rubric)) {
    const found = functionsOf(all, rubric).clashes;
    clashes.push(...found);
    const usable = all.filter((one) => one.kind === 'steps' || !found.some(({ target }) => target === one.target));
    if (usable.length > 0) checks.set(network, usable);
  }
  return { checks, clashes };
}

function slipTrials(
  checks: readonly CoveredCheck[],
  isWanted: (name: string) => boolean,
  rubric: ResolvedRubric,
): readonly Trial[] {
  return checks.flatMap((check) => {
    if (check.kind !== 'steps') return [];
    return LOCAL.filter(({ name }) => isWanted(name)).flatMap((mistake) =>
      slipsIn(check, mistake, rubric).map((slip) => ({
        ...{ network: check.network, mistake, at: slip.path, checks: [check] },
        shownBy: new Map([[check.id, [slip.path]]]),
        files: () => filesWithSlip(check, slip, rubric),
      })),
    );
  });
}
