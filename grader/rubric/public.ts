/**
 * The part of a rubric that students may see: its visible checks, and what these need. Everything that a file keeps for
 * staff goes: other checks, samples and data sets that only those use, and all comments (the text is written anew). A check
 * of the part gives the scores that it gives in the whole rubric. Pure.
 */
import { isVisible } from '../checks/scope.js';
import { kindOf } from '../kinds/index.js';
import type { Check } from '../schema/checks.js';
import type { Rubric } from '../schema/rubric.js';
import { publicForm } from './public-form.js';
import { setsOf } from './rules/hidden-data.js';
import { sumOf, withoutTail } from './rules/points.js';

export interface PublicPart {
  /** Its points are those of the visible checks. */
  readonly rubric: Rubric;
  /** The checks that are not in it, and their points. */
  readonly left: { readonly count: number; readonly points: number };
  /** Sentences for staff: what the part still tells of the checks that are not in it, and what it lacks. */
  readonly remarks: readonly string[];
}

/** Null if no check is visible. */
export function publicPart(rubric: Rubric): PublicPart | null {
  const hidden = rubric.checks.filter((check) => !isVisible(check));
  const staffOnly = staffOnlySets(rubric);
  const shared = rubric.checks.filter(isVisible).map((check) => publicForm(check, staffOnly));
  const ids = new Set(shared.flatMap(({ check }) => check?.id ?? []));
  const checks = shared.flatMap(({ check }) => (check === null ? [] : [withNeeds(check, ids)]));
  if (checks.length === 0) return null;
  const points = withoutTail(sumOf(checks));
  const { networks: _networks, sampleSets: _sampleSets, data: _data, ...alone } = rubric;
  return {
    rubric: { ...alone, ...needed(rubric, checks), points, checks },
    left: { count: rubric.checks.length - checks.length, points: rubric.points - points },
    remarks: [...shared.flatMap(({ remarks }) => remarks), ...remarksOn(checks, hidden)],
  };
}

/** Data sets that visible checks at most compare collected images with, while others use them. */
function staffOnlySets({ checks }: Rubric): ReadonlySet<string> {
  const ofStaff = checks.filter((check) => !isVisible(check)).flatMap(setsOf);
  const ofStudents = new Set(
    checks.flatMap((check) => (isVisible(check) && check.kind !== 'data-set' ? setsOf(check) : [])),
  );
  return new Set(ofStaff.filter((name) => !ofStudents.has(name)));
}

/** As `precheck` does, which runs a visible check without those that are not. */
function withNeeds(check: Check, ids: ReadonlySet<string>): Check {
  const { needs, ...alone } = check;
  const kept = (needs ?? []).filter((id) => ids.has(id));
  return kept.length === 0 ? alone : { ...alone, needs: kept };
}

/** The networks, sample sets and data sets that the checks use. Targets stay: students have to know what to hand in. */
function needed(
  { networks = {}, sampleSets = {}, data = {} }: Rubric,
  checks: readonly Check[],
): Pick<Rubric, 'networks' | 'sampleSets' | 'data'> {
  const used = checks.map((check) => kindOf(check).refersTo(check));
  const ofChecks = (group: 'networks' | 'sampleSets' | 'data') => new Set(used.flatMap((names) => names[group] ?? []));
  const keptSets = only(sampleSets, ofChecks('sampleSets'));
  const usedNetworks = [...ofChecks('networks'), ...Object.values(keptSets).map(({ network }) => network)];
  const kept = {
    networks: only(networks, new Set(usedNetworks)),
    sampleSets: keptSets,
    data: only(data, ofChecks('data')),
  };
  return Object.fromEntries(Object.entries(kept).filter(([, group]) => Object.keys(group).length > 0));
}

function only<T>(group: Readonly<Record<string, T>>, names: ReadonlySet<string>): Record<string, T> {
  return Object.fromEntries(Object.entries(group).filter(([name]) => names.has(name)));
}

/** What both see tells students the inputs of checks that they do not see, or the examples. */
function* remarksOn(checks: readonly Check[], hidden: readonly Check[]): Iterable<string> {
  for (const other of hidden) {
    const { sampleSets = [], data = [] } = kindOf(other).refersTo(other);
    for (const check of checks) {
      const seen = kindOf(check).refersTo(check);
      const samples = sampleSets.filter((name) => seen.sampleSets?.includes(name));
      const examples = data.filter((name) => seen.data?.includes(name));
      for (const name of [...samples, ...examples]) {
        yield `"${check.id}" and "${other.id}", which is not visible, use ${name}: students get it. Give "${other.id}" one of its own, or grade with ${samples.includes(name) ? '--seed' : `--data ${name}=DIR`}`;
      }
    }
  }
}
