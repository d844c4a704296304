/** All rules of rubrics that the schema cannot express, in the order in which their problems are reported. */
import type { Rubric } from '../../schema/rubric.js';
import { checkRules } from './checks.js';
import { dataRules } from './data.js';
import { dateRules } from './dates.js';
import { hiddenDataRules } from './hidden-data.js';
import { modelRules } from './models.js';
import { needsRules } from './needs.js';
import { networkRules } from './networks.js';
import { pathRules } from './paths.js';
import { sampleSetRules } from './sample-sets.js';
import { pointsRules } from './points.js';
import type { Rule, RuleProblem } from '../../checks/rules/rule.js';

const RULES: readonly Rule[] = [
  pointsRules,
  needsRules,
  dateRules,
  pathRules,
  modelRules,
  networkRules,
  sampleSetRules,
  dataRules,
  checkRules,
  hiddenDataRules,
];

/** All problems. */
export function findRuleProblems(rubric: Rubric): readonly RuleProblem[] {
  return RULES.flatMap((rule) => [...rule(rubric)]);
}
