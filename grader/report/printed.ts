/**
 * The output of a student's code, for debugging. Every line has a bar in front of it and is under a heading, so that it
 * cannot be mistaken for a line of the report. Pure.
 */
import type { GradeReport } from '../schema/report.js';
import { cutTo } from './columns.js';
import type { TerminalStyle } from './terminal.js';

/** Lines of each stream. */
const MOST_LINES = 40;
const BAR = '  | ';
const NARROWEST = 40;

const STREAMS = [
  ['stdout', 'Your code printed (standard output):'],
  ['stderr', 'Your code printed (standard error):'],
] as const;

/** Lines, `most` of each stream; none if nothing was printed. */
export function renderPrinted(
  output: Pick<GradeReport['output'], 'stdout' | 'stderr'>,
  style: TerminalStyle,
  most = MOST_LINES,
): string[] {
  return STREAMS.flatMap(([stream, heading]) => {
    const text = output[stream].trimEnd();
    return text === '' ? [] : ['', heading, ...linesOf(text, style, most)];
  });
}

/** The last lines were printed before something went wrong, so the middle is left out. */
function linesOf(text: string, { width, paint }: TerminalStyle, most: number): string[] {
  const lines = text.split('\n');
  const left = lines.length - most;
  const half = most / 2;
  const shown =
    left <= 0 ? lines : [...lines.slice(0, half), `(${String(left)} more lines: see --json)`, ...lines.slice(-half)];
  const room = Math.max(NARROWEST, width) - BAR.length;
  return shown.map((line) => paint.dim(`${BAR}${cutTo(line.replaceAll('\t', '  '), room)}`));
}
