/** What a page shows of a metric: the value beside what earns nothing and everything, and each class or target. */
import type { Block } from '../../checks/telling/blocks.js';
import type { Evidence } from '../../schema/report.js';
import { isLoss, tellValue, TITLES } from './direction.js';

export function tellMetric(evidence: Evidence): readonly Block[] {
  if (evidence.type !== 'metric') return [];
  const { metric, value, baseline, ramp, examples, parts, data } = evidence;
  const better = isLoss(metric) ? 'less is better' : 'more is better';
  const show = (one: number | null) => (one === null ? 'none' : tellValue(metric, one));
  return [
    { type: 'text', text: `Your model was tried on ${String(examples)} examples of "${data.name}".`, tone: 'quiet' },
    {
      type: 'table',
      title: `${TITLES[metric]}: ${better}`,
      head: ['what', 'value'],
      rows: [
        ['your model', show(value)],
        ['one answer for every example', show(baseline)],
        ['earns nothing', show(ramp.from)],
        ['earns everything', show(ramp.to)],
      ].map((cells) => ({ cells })),
    },
    ...(parts.length < 2
      ? []
      : [
          {
            type: 'table',
            title: metric === 'macro-f1' ? 'F1 of each class' : 'Mean squared error of each target',
            head: [metric === 'macro-f1' ? 'class' : 'target', 'value'],
            rows: parts.map(({ name, value: one }) => ({ cells: [name, show(one)] })),
          } as const,
        ]),
  ];
}
