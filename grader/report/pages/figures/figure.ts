/**
 * The frame of all figures: a picture of fixed coordinates that scales with the page, and the same in words for those
 * who do not see it. Pure; equal arguments give equal bytes.
 */
import { html, named, scrolling, type Part, type SafeHtml } from '../html.js';

export interface Frame {
  readonly title: string;
  /** What the picture shows, in words; it stands below the picture too. */
  readonly words: string;
  readonly width: number;
  readonly height: number;
}

export function figure({ title, words, width, height }: Frame, parts: Part, more: Part = ''): SafeHtml {
  const drawing = html`<svg
    viewBox="0 0 ${round(width)} ${round(height)}"
    width="${round(width)}"
    height="${round(height)}"
    role="img"
    aria-label="${`${title}: ${words}`.slice(0, 1500)}"
  >
    ${parts}
  </svg>`;
  return html`<figure>
    <figcaption>${named(title)}</figcaption>
    ${scrolling(title, drawing)}
    <p class="words">${words}</p>
    ${more}
  </figure>`;
}

/** Coordinates to a tenth: equal on every machine, and short. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Text in a picture, as long as fits. */
export function label(x: number, y: number, text: string, kind = ''): SafeHtml {
  return html`<text x="${round(x)}" y="${round(y)}" class="${kind}">${text}</text>`;
}
