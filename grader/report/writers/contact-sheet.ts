/** Shows the images with findings, as one picture and as a page. Must use decoded pixels, never the files. */
import sharp from 'sharp';
import { MOST_OF_A_KIND } from '../../collected/analysis/shown.js';
import type { DataSetReport, FindingGroup } from '../../protocol/data-set.js';
import { imageShapeOf, type ImageSize } from '../../tensor/images.js';
import { printable } from '../printable.js';

const COLUMNS = 8;
const CELL = 128;
const MARGIN = 8;
const CAPTION = 34;
const TITLE = 40;

interface Offender {
  readonly file: string;
  readonly found: string;
  readonly pixels: Uint8Array;
}

interface Section {
  readonly title: string;
  readonly mend: string;
  readonly offenders: readonly Offender[];
}

/** Of images, by file: [height, width, 3]. */
type Pictures = ReadonlyMap<string, Uint8Array>;

/** Only findings about decoded images can be shown. */
function sectionsOf({ groups }: DataSetReport, pictures: Pictures): Section[] {
  return groups.flatMap((group: FindingGroup) => {
    const offenders = group.findings.slice(0, MOST_OF_A_KIND).flatMap(({ file, found }) => {
      const pixels = pictures.get(file);
      return pixels === undefined ? [] : [{ file: printable(file), found: printable(found), pixels }];
    });
    const title = `${group.title}: ${String(group.count)}`;
    return offenders.length === 0 ? [] : [{ title, mend: group.mend, offenders }];
  });
}

/** Three channels, also for grey images. */
function raw(size: ImageSize) {
  const { width, height } = imageShapeOf(size);
  return { raw: { width, height, channels: 3 as const } };
}

/** One PNG; null if no finding is about an image. */
export async function contactSheetPng(
  report: DataSetReport,
  pictures: Pictures,
  size: ImageSize,
): Promise<Buffer | null> {
  const sections = sectionsOf(report, pictures);
  if (sections.length === 0) return null;
  const width = COLUMNS * (CELL + MARGIN) + MARGIN;
  const parts: { input: Buffer; left: number; top: number }[] = [];
  let top = MARGIN;
  for (const { title, offenders } of sections) {
    parts.push({ input: textImage([title], width - 2 * MARGIN, TITLE, 18), left: MARGIN, top });
    top += TITLE;
    for (const [index, { file, found, pixels }] of offenders.entries()) {
      const left = MARGIN + (index % COLUMNS) * (CELL + MARGIN);
      const place = top + Math.floor(index / COLUMNS) * (CELL + CAPTION + MARGIN);
      const input = await sharp(pixels, raw(size))
        .resize(CELL, CELL, { kernel: 'nearest', fit: 'contain', background: '#ffffff' })
        .png()
        .toBuffer();
      parts.push({ input, left, top: place });
      parts.push({ input: textImage([file, found], CELL, CAPTION, 10), left, top: place + CELL });
    }
    top += Math.ceil(offenders.length / COLUMNS) * (CELL + CAPTION + MARGIN);
  }
  const sheet = sharp({ create: { width, height: top, channels: 3, background: '#ffffff' } });
  return await sheet.composite(parts).png().toBuffer();
}

/** Lines of text as an image, cut to fit. */
function textImage(lines: readonly string[], width: number, height: number, size: number): Buffer {
  const most = Math.floor(width / (size * 0.55));
  const texts = lines.map((line, index) => {
    // by code points, so that none is split
    const characters = Array.from(line);
    const shown = characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : line;
    return `<text x="0" y="${String((index + 1) * (size + 3))}" font-size="${String(size)}">${escapeMarkup(shown)}</text>`;
  });
  const [w, h] = [String(width), String(height)];
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" font-family="sans-serif">${texts.join('')}</svg>`,
  );
}

/** A self-contained page; `name` is the examined folder. */
export async function contactSheetHtml(
  report: DataSetReport,
  pictures: Pictures,
  size: ImageSize,
  name: string,
): Promise<string> {
  const sections = await Promise.all(
    sectionsOf(report, pictures).map(async ({ title, mend, offenders }) => {
      const figures = await Promise.all(offenders.map((offender) => figureOf(offender, size)));
      return `<section><h2>${escapeMarkup(title)}</h2><p>${escapeMarkup(mend)}</p><div>${figures.join('')}</div></section>`;
    }),
  );
  const body = sections.length === 0 ? '<p>No image to show.</p>' : sections.join('\n');
  const title = `Data set ${escapeMarkup(printable(name))}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>
body { font: 16px/1.4 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; color: #222; }
h2 { font-size: 1.1rem; margin: 2rem 0 0; }
p { margin: 0.2rem 0 0.8rem; color: #555; }
section div { display: grid; grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr)); gap: 1rem; }
figure { margin: 0; }
img { width: 8rem; height: 8rem; object-fit: contain; image-rendering: pixelated; display: block; }
figcaption { font-size: 0.8rem; overflow-wrap: anywhere; }
</style>
</head>
<body>
<h1>${title}</h1>
${body}
</body>
</html>
`;
}

async function figureOf({ file, found, pixels }: Offender, size: ImageSize): Promise<string> {
  const png = await sharp(pixels, raw(size)).png().toBuffer();
  const caption = `<b>${escapeMarkup(file)}</b><br>${escapeMarkup(found)}`;
  return `<figure><img alt="" src="data:image/png;base64,${png.toString('base64')}"><figcaption>${caption}</figcaption></figure>`;
}

function escapeMarkup(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
