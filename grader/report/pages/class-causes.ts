/** The parts of the page of a class about causes: who shares them, and what became of those of the submission before. */
import { nameOf, shareOf, rateOf } from '../class-causes.js';
import type { Cause } from '../causes.js';
import type { Repair } from '../repair.js';
import { counted } from '../../text/counted.js';
import { drawBlock } from './blocks.js';
import { linked } from './class-table.js';
import { html, named, NOTHING, said, type SafeHtml } from './html.js';

const MOST_CAUSES = 40;
const MOST_NAMED = 12;

export function drawMistakes(causes: readonly Cause[]): SafeHtml {
  if (causes.length === 0) return NOTHING;
  const items = causes.slice(0, MOST_CAUSES).map(({ name, titles, sentence, ids }) => {
    const more = ids.length > MOST_NAMED ? ` and ${String(ids.length - MOST_NAMED)} more` : '';
    return html`<li>
      <b>${ids.length}</b> × ${name === undefined ? NOTHING : html`<b>${named(name)}</b>: `}${said(sentence)}<br />
      <span class="quiet">${titles.map((title, index) => [index === 0 ? '' : '; ', named(title)])}</span><br />
      ${linked(ids.slice(0, MOST_NAMED))}${more}
    </li>`;
  });
  return html`<h2>The same mistake</h2>
    <p class="quiet">
      What several submissions have in common: a mistake that their numbers show, which has a name, or else what a check
      says; numbers are shown as #.
    </p>
    <ul class="notes">
      ${items}
    </ul>`;
}

/** `again`: how many submissions follow an earlier one. */
export function drawRepairs(repairs: readonly Repair[], again: number): SafeHtml {
  if (repairs.length === 0) return NOTHING;
  const rows = repairs.slice(0, MOST_CAUSES).map((repair) => {
    const rate = rateOf(repair);
    const { unshown, unknown } = repair;
    const share = rate === null ? '–' : `${String(Math.round(100 * rate))}\u00a0%`;
    const others = unshown.had === 0 ? '–' : `${String(unshown.repaired)} of ${String(unshown.had)}`;
    return {
      cells: [
        nameOf(repair),
        repair.hint ?? '–',
        rate === null ? '–' : shareOf(repair),
        share,
        others,
        String(unknown),
      ],
    };
  });
  const head = ['mistake', 'hint', 'gone where it was shown', 'rate', 'gone where it was not', 'cannot be told'];
  return html`<h2>From one submission to the next</h2>
    <p class="quiet">
      ${counted(again, 'submission follows', 'submissions follow')} an earlier one of the same student. Of those that
      had a mistake and its hint, so many no longer have it. This cannot be told of those that did not get that far this
      time.
    </p>
    ${drawBlock({ type: 'table', title: 'What became of the mistakes of the submission before', head, rows })}`;
}
