/** Figures with axes: a loss over steps, a share on its ramp, counts as bars. */
import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import type { Value } from '../../../schema/evidence.js';
import { digits } from '../../../text/digits.js';
import { barWords, curveWords, rampWords } from '../../figure-words.js';
import { html, type SafeHtml } from '../html.js';
import { figure, label, round } from './figure.js';
import { cutText } from '../../printable.js';

const [WIDTH, HEIGHT] = [520, 240];
const [LEFT, RIGHT, TOP, BOTTOM] = [54, 12, 12, 30];

export interface DrawnCurve {
  readonly name: string;
  readonly steps: readonly number[];
  readonly values: readonly Value[];
}

/** Values that are not finite are left out of the line and marked at the top. */
export function curves(
  title: string,
  all: readonly DrawnCurve[],
  mark: { readonly step: number; readonly text: string } | null,
): SafeHtml {
  const steps = all.flatMap((curve) => curve.steps);
  const numbers = all.flatMap(({ values }) => values.filter((value) => typeof value === 'number'));
  if (steps.length === 0 || numbers.length === 0)
    return figure({ title, words: 'There is no finite value.', width: WIDTH, height: 20 }, '');
  const x = scaleLinear([least(steps), most(steps)], [LEFT, WIDTH - RIGHT]);
  const y = scaleLinear([Math.min(0, least(numbers)), most(numbers)], [HEIGHT - BOTTOM, TOP]).nice(5);
  const grid = y
    .ticks(5)
    .map(
      (tick) =>
        html`<path
            class="grid"
            d="M${LEFT} ${round(y(tick))}H${WIDTH - RIGHT}"
          />${label(LEFT - 6, y(tick) + 4, digits(tick), 'end')}`,
    );
  const below = x.ticks(6).map((tick) => label(x(tick), HEIGHT - BOTTOM + 18, digits(tick), 'mid'));
  const drawn = all.map(({ steps: at, values }, index) => {
    const path = line<number>()
      .defined((row) => typeof values[row] === 'number')
      .x((row) => round(x(at[row] ?? 0)))
      .y((row) => round(y(Number(values[row]))));
    const odd = values.flatMap((value, row) =>
      typeof value === 'number' ? [] : [html`<path class="odd" d="M${round(x(at[row] ?? 0))} ${TOP}v8" />`],
    );
    return html`<path class="curve c${index % 3}" d="${path(values.map((_value, row) => row)) ?? ''}" />${odd}`;
  });
  const marked = mark === null ? '' : html`<path class="mark" d="M${round(x(mark.step))} ${TOP}V${HEIGHT - BOTTOM}" />`;
  const legend = all.map(({ name }, index) => html`<span class="key c${index % 3}">${cutText(name, 40)}</span> `);
  return figure(
    { title, words: curveWords({ curves: all, mark }), width: WIDTH, height: HEIGHT },
    [grid, below, marked, drawn],
    html`<p class="legend">${legend}</p>`,
  );
}

/** An accuracy on its ramp: nothing up to `from`, all from `to`, and the interval in which chance leaves it. */
export function ramp(
  title: string,
  value: number,
  { from, to }: { readonly from: number; readonly to: number },
  interval: { readonly lower: number; readonly upper: number } | null,
): SafeHtml {
  const x = scaleLinear([0, 1], [14, WIDTH - 30]).clamp(true);
  const base = 56;
  const between =
    interval === null
      ? ''
      : html`<path class="interval" d="M${round(x(interval.lower))} ${base}H${round(x(interval.upper))}" />`;
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((tick) => label(x(tick), base + 24, `${String(tick * 100)} %`, 'mid'));
  const band = html`<path class="grid" d="M${round(x(0))} ${base}H${round(x(1))}" /><path
      class="rampband"
      d="M${round(x(from))} ${base + 7}L${round(x(to))} ${base - 7}H${round(x(1))}V${base + 7}Z"
    />`;
  const dot = html`<circle
      class="dot"
      cx="${round(x(value))}"
      cy="${base}"
      r="6"
    />${label(x(value), base - 16, percent(value), 'mid strong')}`;
  const words = rampWords({ value, from, to, interval });
  return figure({ title, words, width: WIDTH, height: base + 32 }, [band, between, ticks, dot]);
}

export interface Bar {
  readonly name: string;
  readonly value: number;
}

export function bars(title: string, all: readonly Bar[]): SafeHtml {
  const [row, name] = [24, 120];
  const x = scaleLinear([0, Math.max(1, most(all.map(({ value }) => value)))], [name, WIDTH - 56]);
  const drawn = all.map(({ name: text, value }, index) => {
    const y = index * row;
    const bar = html`<rect
      class="bar"
      x="${name}"
      y="${y + 4}"
      width="${round(Math.max(0, x(value) - name))}"
      height="${row - 8}"
    />`;
    return [bar, label(name - 6, y + 16, cutText(text, 17), 'end'), label(x(value) + 6, y + 16, digits(value))];
  });
  const words = barWords({ bars: all });
  return figure({ title, words, width: WIDTH, height: Math.max(1, all.length) * row }, drawn);
}

const percent = (share: number) => `${String(Math.round(share * 1000) / 10)} %`;
const least = (values: readonly number[]) => values.reduce((a, b) => Math.min(a, b), Infinity);
const most = (values: readonly number[]) => values.reduce((a, b) => Math.max(a, b), -Infinity);
