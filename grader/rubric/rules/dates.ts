/** The rules that dates exist in the calendar and are in order, and that a late policy has dates. */
import type { Rubric } from '../../schema/rubric.js';
import type { RuleProblem } from '../../checks/rules/rule.js';

export function* dateRules({ dates, late }: Rubric): Iterable<RuleProblem> {
  if (dates === undefined) {
    if (late !== undefined && late.kind !== 'none') {
      yield { path: ['late'], sentence: 'a late policy without dates: add dates with due and closes' };
    }
    return;
  }
  const wrong = (['due', 'closes'] as const).filter((key) => !isDate(dates[key]));
  for (const key of wrong) {
    yield { path: ['dates', key], sentence: `"${dates[key]}" is not a date of the calendar: correct it` };
  }
  if (wrong.length === 0 && Date.parse(dates.closes) < Date.parse(dates.due)) {
    const sentence = `closes (${dates.closes}) is before due (${dates.due}): swap them or move one`;
    yield { path: ['dates', 'closes'], sentence };
  }
}

/** Date.parse alone reads 31 February as 3 March. */
function isDate(text: string): boolean {
  const day = text.slice(0, 'yyyy-mm-dd'.length);
  const midnight = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(Date.parse(text)) && new Date(midnight).toISOString().startsWith(day);
}
