/** A summary of a rubric, for the instructor to read before a class is graded. */
import { allSets } from '../checks/data-digests.js';
import type { ResolvedRubric } from '../stages/resolved.js';
import { DEFAULT_LIMITS } from '../schema/default-limits.js';
import type { Rubric } from '../schema/rubric.js';
import { counted } from '../text/counted.js';
import { percent } from '../text/percent.js';

/** Title and points, a line a check, seeds of generic samples, sizes of data sets, dates, limits. */
export function summaryOf({ rubric, sampleSets, ...sets }: ResolvedRubric): string[] {
  const seeds = [...sampleSets].flatMap(([name, samples]) => {
    const found = samples.flatMap(({ seed }) => seed ?? []);
    return found.length === 0 ? [] : [`${name} ${found.join(', ')}`];
  });
  const sizes = [...allSets(sets)].map(([name, { examples }]) => `${name} ${String(examples.shape[0])} examples`);
  return [
    `${rubric.id}: ${rubric.title}, ${counted(rubric.points, 'point')} in ${counted(rubric.checks.length, 'check')}`,
    ...checkLines(rubric),
    ...(seeds.length === 0 ? [] : [`seeds of generic samples: ${seeds.join('; ')}`]),
    ...(sizes.length === 0 ? [] : [`data: ${sizes.join('; ')}`]),
    datesLine(rubric),
    limitsLine(rubric),
  ];
}

function checkLines({ checks }: Rubric): string[] {
  const idWidth = Math.max(...checks.map(({ id }) => id.length));
  const pointsWidth = Math.max(...checks.map(({ points }) => String(points).length));
  return checks.map(({ id, points, kind, visibility = 'visible', needs = [], bonus }) => {
    const after = needs.length === 0 ? '' : `, needs ${needs.join(', ')}`;
    return `  ${String(points).padStart(pointsWidth)}  ${id.padEnd(idWidth)}  ${kind}, ${visibility}${bonus === true ? ', bonus' : ''}${after}`;
  });
}

function datesLine({ dates, late }: Rubric): string {
  if (dates === undefined) return 'dates: none, so nothing is late';
  const grace = late?.graceMinutes === undefined ? '' : `, with ${counted(late.graceMinutes, 'minute')} of grace`;
  return `dates: due ${dates.due}, closes ${dates.closes}; late work ${toldPolicy(late)}${grace}`;
}

function toldPolicy(late: Rubric['late']): string {
  switch (late?.kind) {
    case 'per-day':
      return `loses ${percent(late.fraction)} by the day`;
    case 'fraction':
      return `keeps ${percent(late.keep)}`;
    case 'budget':
      return `uses a budget of ${counted(late.days, 'late day')} (--late-days)`;
    case 'none':
    case undefined:
      return 'counts in full';
  }
}

/** Every limit; those that the rubric leaves out are marked. */
function limitsLine({ limits = {} }: Rubric): string {
  const all = { ...DEFAULT_LIMITS, ...limits };
  const shown = Object.entries(all).map(([key, value]) => {
    const given = Object.hasOwn(limits, key);
    return `${key} ${String(value)}${given ? '' : ' (default)'}`;
  });
  return `limits: ${shown.join(', ')}`;
}
