/** What a page shows of collected images: how many of each class, and every kind of finding with examples. */
import type { Block, Row } from '../../checks/telling/blocks.js';
import type { Evidence } from '../../schema/report.js';

type Examined = Extract<Evidence, { type: 'data-set' }>;

export function tellDataSet(evidence: Evidence): readonly Block[] {
  if (evidence.type !== 'data-set') return [];
  const { splits, classes, groups } = evidence;
  const counts = splits.map(({ name, perClass }): Block => {
    const title = name === '' ? 'Images of each class' : `Images of each class in ${name}`;
    return {
      type: 'bars',
      title,
      bars: perClass.map((value, label) => ({ name: classes[label] ?? String(label), value })),
    };
  });
  return [...counts, ...groups.flatMap(tellGroup), ...tellRules(evidence)];
}

function tellGroup({ title, count, mend, examples }: Examined['groups'][number]): readonly Block[] {
  const head = `${title}: ${String(count)}`;
  const rows = examples.map(({ file, row, found }): Row => ({ cells: [file, row === null ? '' : String(row), found] }));
  const pictures = examples.flatMap(pictured);
  return [
    { type: 'table', title: head, head: ['file', 'row', 'what was found'], rows },
    ...(pictures.length === 0 ? [] : [{ type: 'pictures', title, pictures } as const]),
    { type: 'text', text: mend },
  ];
}

/** The twin of a copy of the course's has a picture where the reader may see it. */
function pictured({ file, twin, pictures = [], course }: Examined['groups'][number]['examples'][number]) {
  if (pictures.length === 0) return [];
  if (course !== undefined) {
    return [{ caption: `${file}, and the image of the course's ${twin ?? ''} data`, pictures: [...pictures, course] }];
  }
  const isBeside = twin !== undefined && pictures.length > 1;
  return [{ caption: isBeside ? `${file}, and ${twin}` : file, pictures }];
}

function tellRules({ rules }: Examined): readonly Block[] {
  const rows = rules.map(({ without, points, earned, count }): Row => ({
    cells: [
      `no ${without.join(', ')}`,
      `${String(earned)} of ${String(points)}`,
      count === 0 ? 'holds' : `${String(count)} found`,
    ],
    state: earned >= points ? 'right' : 'wrong',
  }));
  return rows.length === 0 ? [] : [{ type: 'table', title: 'Rules', head: ['rule', 'points', 'found'], rows }];
}
