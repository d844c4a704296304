/**
 * Blocks that kinds of checks tell, as lines of a terminal: what report/pages/blocks.ts draws on a page. A type of block
 * without its lines does not compile. Text may be a student's and must not act on the terminal. Pure.
 */
import type { Block } from '../../checks/telling/blocks.js';
import { cutTo, wrap } from '../columns.js';
import {
  barWords,
  confusionWords,
  curveWords,
  differenceWords,
  graphWords,
  planeWords,
  rampWords,
} from '../figure-words.js';
import { cutText, printable } from '../printable.js';
import type { TerminalStyle } from '../terminal.js';
import { barLines, matrixLines, sparkline } from './figures.js';
import { tableLines } from './table.js';
import { shownValue, tensorLines } from './tensor.js';

type Of<T extends Block['type']> = Extract<Block, { type: T }>;
type Lines = readonly string[];

/** Characters of a text, and lines of code. */
const LONGEST = 1200;
const MOST_CODE = 40;
const MOST_PICTURES = 12;
const BAR = '| ';

const LINES: { readonly [T in Block['type']]: (block: Of<T>, style: TerminalStyle) => Lines } = {
  text: ({ text, tone }, style) => said(text, style).map((line) => (tone === 'quiet' ? style.paint.dim(line) : line)),
  code: ({ title, text }, style) => [...headed(title, style), ...codeLines(text, style)],
  table: ({ title, head, rows }, style) => [...headed(title, style), ...tableLines(head, rows, style)],
  tensors: ({ title, tensors }, style) => [
    ...headed(title, style),
    ...tensors.flatMap(({ name, tensor }) => tensorLines(name, tensor, style)),
  ],
  'worst-places': ({ title, places }, style) => {
    const rows = places.map(({ at, got, expected }) => ({
      cells: [`[${at.join(', ')}]`, shownValue(got), shownValue(expected)],
    }));
    return [...headed(title, style), ...tableLines(['place', 'got', 'expected'], rows, style)];
  },
  'difference-map': ({ title, map }, style) => [...headed(title, style), ...indented(differenceWords(map), style)],
  graph: ({ title, graph, states, firstWrong }, style) => [
    ...headed(title, style),
    ...indented(graphWords(graph, states, firstWrong), style),
  ],
  confusion: (block, style) => [
    ...headed(block.title, style),
    ...matrixLines(block.classes, block.counts, style),
    ...indented(confusionWords(block), style),
  ],
  pictures: ({ title, pictures }, style) => [...headed(title, style), ...pictureLines(pictures, style)],
  ramp: (block, style) => [...headed(block.title, style), ...indented(rampWords(block), style)],
  curves: (block, style) => [
    ...headed(block.title, style),
    ...block.curves.flatMap((curve) => sparkline(curve, style)),
    ...indented(curveWords(block), style),
  ],
  'decision-map': (block, style) => [...headed(block.title, style), ...indented(planeWords(block), style)],
  bars: (block, style) => [
    ...headed(block.title, style),
    ...(block.bars.length === 0 ? indented(barWords(block), style) : barLines(block.bars, style)),
  ],
};

/** Without indentation, and without an empty line before or after. */
export function blockLines(block: Block, style: TerminalStyle): Lines {
  // the table pairs each type with its own lines, which the type system cannot follow through the lookup
  return (LINES[block.type] as (block: Block, style: TerminalStyle) => Lines)(block, style);
}

/** Lines of a text. */
export function said(text: string, { width }: TerminalStyle): Lines {
  return wrap(printable(cutText(text, LONGEST)), width);
}

function headed(title: string, { width, paint }: TerminalStyle): Lines {
  return [paint.bold(cutTo(printable(title), width))];
}

function indented(text: string, style: TerminalStyle): Lines {
  return said(text, { ...style, width: style.width - 2 }).map((line) => `  ${line}`);
}

/** With a bar in front, so that no line of a student can be mistaken for one of the grader. */
function codeLines(text: string, { width, paint }: TerminalStyle): Lines {
  const lines = printable(text).split('\n');
  const left = lines.length - MOST_CODE;
  const shown = lines.slice(0, MOST_CODE).map((line) => cutTo(line.replaceAll('\t', '  '), width - BAR.length));
  return [...shown, ...(left > 0 ? [`(${String(left)} more lines: see --json)`] : [])].map((line) =>
    paint.dim(`${BAR}${line}`),
  );
}

function pictureLines(pictures: Of<'pictures'>['pictures'], { width, paint }: TerminalStyle): Lines {
  const left = pictures.length - MOST_PICTURES;
  const more = left > 0 ? ` and ${String(left)} more` : '';
  return [
    ...pictures.slice(0, MOST_PICTURES).map(({ caption }) => cutTo(`  ${printable(caption)}`, width)),
    paint.dim(`  (the pictures${more} are on the page)`),
  ];
}
