/** Pictures of a check as `data:` URLs, with their captions. Pure. */
import { kindNamed } from '../kinds/index.js';
import type { CheckReport } from '../schema/report.js';
import { oneLine } from './lines.js';

export interface LabelledPicture {
  readonly label: string;
  readonly url: string;
}

/** Those that the page of the student shows. */
export function picturesOf({ kind, evidence }: CheckReport): LabelledPicture[] {
  const blocks = kindNamed(kind)?.told(evidence) ?? [];
  return blocks.flatMap((block) => {
    if (block.type !== 'pictures') return [];
    return block.pictures.flatMap(({ caption, pictures }) =>
      pictures.map(({ png }) => ({
        label: oneLine(`${block.title}: ${caption}`),
        url: `data:image/png;base64,${png}`,
      })),
    );
  });
}
