/** What a page shows of a training log: its curves, and where to stop. */
import type { Block } from '../../checks/telling/blocks.js';
import type { Evidence } from '../../schema/report.js';

export function tellLossLog(evidence: Evidence): readonly Block[] {
  if (evidence.type !== 'loss-log') return [];
  const { rows, curve, stopAt, axis = 'steps', notes = [] } = evidence;
  const valid = curve.valid === null ? [] : [{ name: 'validation loss', ...curve.valid }];
  const mark =
    stopAt === null
      ? null
      : { step: stopAt, text: `the validation loss rises after ${ONE[axis]} ${String(stopAt)}: stop there` };
  return [
    { type: 'text', text: `Your log has ${String(rows)} ${rows === 1 ? 'row' : 'rows'}.`, tone: 'quiet' },
    ...notes.map((text): Block => ({ type: 'text', text: `${sentenceCase(text)}.`, tone: 'quiet' })),
    {
      type: 'curves',
      title: `Loss over the ${axis} of the ${axis === 'rows' ? 'log' : 'training'}`,
      curves: [{ name: 'training loss', ...curve.train }, ...valid],
      mark,
    },
  ];
}

const ONE = { steps: 'step', epochs: 'epoch', rows: 'row' } as const;

function sentenceCase(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
