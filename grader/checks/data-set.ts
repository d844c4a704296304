/** A data set that the student collected: points by rule, each for findings that must not be there. */
import type { CheckOf } from '../schema/checks.js';
import type { DataSetReport, FindingGroup } from '../schema/data-set.js';
import { failWith } from './failure.js';
import type { Judge } from './judge.js';

type Rule = CheckOf<'data-set'>['rules'][number];

/** Findings of a kind that a report names; all are counted. */
const MOST_NAMED = 5;

export const judgeDataSet: Judge<'data-set'> = (check, { dataSets }) => {
  const report = dataSets.get(check.id);
  if (report === undefined) throw new Error(`${check.path} was not planned to be looked at`);
  if (report.splits.length === 0) {
    return failWith({ code: 'MISSING_FILE', message: `the folder ${check.path} is missing or empty` });
  }
  const images = report.splits.reduce((sum, split) => sum + split.images, 0);
  const rules = check.rules.map((rule) => scoreRule(rule, report, images));
  return {
    earned: rules.reduce((sum, { earned }) => sum + earned, 0),
    summary: summarize(report, images),
    evidence: {
      type: 'data-set',
      splits: report.splits.map(({ name, images: count, perClass }) => ({
        name,
        images: count,
        perClass: [...perClass],
      })),
      groups: report.groups.map(({ code, title, mend, count, findings }) => ({
        code,
        title,
        mend,
        count,
        examples: findings.slice(0, MOST_NAMED).map(({ file, row, found }) => ({ file, row, found })),
      })),
      rules,
    },
  };
};

function scoreRule(rule: Rule, { groups }: DataSetReport, images: number) {
  const counted = groups.filter(({ code }) => rule.without.includes(code));
  const count = counted.reduce((sum, group) => sum + group.count, 0);
  // nothing is free of faults only because there is nothing
  const holds = images > 0 && count <= Math.floor((rule.atMostShare ?? 0) * images);
  return { without: [...rule.without], points: rule.points, earned: holds ? rule.points : 0, count };
}

function summarize({ groups, splits }: DataSetReport, images: number): string {
  const parts = splits.map(({ name, images: count }) => `${String(count)}${name === '' ? ' images' : ` in ${name}`}`);
  const found = groups.map(({ title, count }: FindingGroup) => `${title.toLowerCase()}: ${String(count)}`);
  if (images === 0) return ['no image that can be used', ...found].join('; ');
  return [parts.join(', '), ...(found.length === 0 ? ['nothing wrong with them'] : found)].join('; ');
}
