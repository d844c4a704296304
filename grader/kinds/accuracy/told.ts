/** What a page shows of an accuracy: the share on its ramp, what is taken for what, examples, and the plane. */
import type { Block } from '../../checks/telling/blocks.js';
import type { Evidence } from '../../schema/report.js';
import { MOST_CLASSES } from './decision-map.js';

type Measured = Extract<Evidence, { type: 'accuracy' }>;

export function tellAccuracy(evidence: Evidence): readonly Block[] {
  if (evidence.type !== 'accuracy') return [];
  const { correct, total, ramp, interval, classes, confusion, data } = evidence;
  const { lower, upper } = interval;
  return [
    { type: 'text', text: `Your model classified ${String(total)} examples of "${data.name}".`, tone: 'quiet' },
    ...(total === 0
      ? []
      : [
          {
            type: 'ramp',
            title: 'Share that is right',
            value: correct / total,
            ...ramp,
            interval: { lower, upper },
          } as const,
        ]),
    ...(confusion.length === 0
      ? []
      : [{ type: 'confusion', title: 'What is taken for what', classes, counts: confusion } as const]),
    ...tellMap(evidence),
    ...tellMisclassified(evidence),
  ];
}

function tellMap({ decisionMap, classes }: Measured): readonly Block[] {
  return decisionMap === undefined
    ? []
    : [
        {
          type: 'decision-map',
          title: 'What it predicts over the plane',
          classes,
          ...decisionMap,
          cells: decisionMap.cells.map(classesOf),
        },
      ];
}

/** A row of cells, each a character. */
const classesOf = (row: string) => Array.from(row, (label) => Number.parseInt(label, MOST_CLASSES));

function tellMisclassified({ misclassified, classes, correct, total }: Measured): readonly Block[] {
  if (misclassified.length === 0) return [];
  const name = (label: number) => classes[label] ?? String(label);
  const wrong = total - correct;
  const title =
    wrong > misclassified.length
      ? `The first ${String(misclassified.length)} of ${String(wrong)} that are wrong`
      : 'Those that are wrong';
  if (misclassified.some(({ picture }) => picture !== undefined)) {
    const pictures = misclassified.map(({ index, label, predicted, picture }) => ({
      caption: `${String(index)}: ${name(label)}, taken for ${name(predicted)}`,
      pictures: picture === undefined ? [] : [picture],
    }));
    return [{ type: 'pictures', title, pictures }];
  }
  const listed = misclassified.map(
    ({ index, label, predicted }) => `${String(index)} (${name(label)}, taken for ${name(predicted)})`,
  );
  return [{ type: 'text', text: `${title}, by their place in the data: ${listed.join(', ')}.`, tone: 'quiet' }];
}
