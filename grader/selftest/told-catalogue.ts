/** The catalogue of mistakes, and which of them a rubric can see, in lines for a terminal. Pure. */
import { CATALOGUE, type Entry } from '../numerics/mistakes/catalogue.js';
import type { Line } from './told.js';
import type { Shown } from './shown-by.js';

const plain = (text: string): Line => ({ tone: 'plain', text });
const bold = (text: string): Line => ({ tone: 'bold', text });

/** How a report begins the sentence of a mistake. */
const SUBJECT: Readonly<Record<Entry['where'], string>> = {
  network: 'an output',
  step: 'a typed step',
  protocol: 'a result',
};

export function tellCatalogue(): readonly Line[] {
  return CATALOGUE.flatMap(({ topic, entries }) => [
    bold(topic),
    ...entries.flatMap(({ name, section, where, sentence, hint }) => [
      plain(`  ${name}  (${section})`),
      plain(`    says: ${SUBJECT[where]} ${sentence}`),
      plain(`    asks: ${hint}`),
    ]),
    plain(''),
  ]);
}

export function tellShown(shown: ReadonlyMap<string, readonly Shown[]>): readonly Line[] {
  if (shown.size === 0)
    return [plain('no check of this rubric compares the tensors of a network: no mistake is named')];
  return [...shown].flatMap(([network, all]) => [
    bold(`mistakes that can be made in ${network}`),
    ...all.flatMap(tellOne),
    plain(''),
  ]);
}

function tellOne({ way: { mistake, at }, by, changes }: Shown): readonly Line[] {
  const name = at === null ? mistake.name : `${mistake.name} (${at})`;
  if (!changes) return [plain(`  ${name}`), plain('    changes nothing that is asked for')];
  if (by.size === 0) {
    return [
      { tone: 'bad', text: `  ${name}` },
      { tone: 'bad', text: '    cannot be seen: none of the outputs that are asked for changes at the samples' },
    ];
  }
  return [plain(`  ${name}`), ...[...by].map(([id, outputs]) => plain(`    ${id}: ${outputs.join(', ')}`))];
}
