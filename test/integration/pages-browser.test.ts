/**
 * Every kind of page in a real browser: light, dark and as wide as a phone, with hostile text and with long text. Nothing
 * is asked for, the console is silent, axe finds no violation of WCAG 2.2 AA, and no page is wider than its window.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { renderClassPage } from '../../grader/report/pages/class-page.js';
import { renderPage } from '../../grader/report/pages/page.js';
import { open, startBrowser, violationsOf, whyNoBrowser } from '../support/browser.js';
import { removeFolders } from '../support/folders.js';
import { reportOf, resultsOfEach } from '../support/page-reports.js';
import { IS_FULL } from '../support/runs.js';
import { classOf, standing } from '../support/standings.js';
import { describeUnless } from '../support/where-possible.js';

const HOSTILE = `</style></script><script>document.title='taken'</script><img src=http://127.0.0.1:9/x onerror=alert(1)>"'&\u001b[31m\u202e عربى`;
const LONG = 'W'.repeat(10_000);
const note = (text: string) => [{ audience: 'student' as const, text }];

const PAGES: Readonly<Record<string, () => string>> = {
  'a report': () => renderPage(reportOf(resultsOfEach('dz1 is wrong')), 'student'),
  'a hostile report': () => renderPage(reportOf(resultsOfEach(HOSTILE), { notes: note(HOSTILE) }), 'student'),
  'a long report, for staff': () => renderPage(reportOf(resultsOfEach(LONG), { notes: note(LONG) }), 'staff'),
  'an empty report': () => renderPage(reportOf([]), 'student'),
  'a class': () =>
    renderClassPage({ title: 'Quiz', standings: classOf(30), missing: [{ id: 'eve', because: 'lost' }] }),
  'a class that handed in again': () => classAgain('relu-no-mask', 'Where does the gradient stop?'),
  'a hostile class that handed in again': () => classAgain(HOSTILE, HOSTILE),
  'a class with long hints': () => classAgain(LONG, LONG),
  'a hostile class': () =>
    renderClassPage({
      title: HOSTILE,
      standings: [standing(HOSTILE, 1, {}, HOSTILE), standing(LONG, 2, {}, HOSTILE)],
      missing: [],
    }),
};

/** A class of which everybody had a mistake, and half has it still. */
function classAgain(mistake: string, hint: string): string {
  const of = (id: string, mistakes: string[]) =>
    standing(id, 5, {
      results: [
        { ...{ id: 'loss', title: hint, status: 'partial', earned: 5, summary: hint }, hint, mistakes, isShown: true },
      ],
    });
  const ids = Array.from({ length: 30 }, (_, index) => `s${String(index)}`);
  const before = new Map(ids.map((id) => [id, of(id, [mistake])]));
  const standings = ids.map((id, index) => of(id, [index % 2 === 0 ? mistake : 'no-bias']));
  return renderClassPage({ title: 'Quiz', standings, missing: [], before });
}

/** In CSS pixels: figures that are wider than a phone scroll, instead of becoming too small. */
const READABLE = 10;

/** The size of the smallest text in a picture, as it is on the screen, in CSS pixels. */
function smallestInFigures(page: Page): Promise<number> {
  return page.evaluate<number>(`Math.min(...[...document.querySelectorAll('svg text')]
    .filter((text) => text.ownerSVGElement.getBoundingClientRect().width > 0)
    .map((text) => {
      const svg = text.ownerSVGElement;
      return parseFloat(getComputedStyle(text).fontSize) * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
    }))`);
}

const VIEWS = { light: {}, dark: { scheme: 'dark' }, phone: { scheme: 'dark', width: 380 } } as const;
/** Dark has the layout of light and the colours of the phone. */
const TRIED = IS_FULL ? (['light', 'dark', 'phone'] as const) : (['light', 'phone'] as const);

describeUnless(whyNoBrowser(), 'pages in Chromium')('in Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser.close();
    removeFolders();
  });

  const cases = Object.keys(PAGES).flatMap((name) => TRIED.map((view) => [name, view] as const));
  test.each(cases)(
    '%s, %s',
    async (name, view) => {
      const { page, asked, said } = await open(browser, PAGES[name]?.() ?? '', VIEWS[view]);
      const title = await page.title();
      expect(title).not.toBe('taken');
      const [wide, window] = await page.evaluate<[number, number]>(
        '[document.documentElement.scrollWidth, innerWidth]',
      );
      expect(wide).toBeLessThanOrEqual(window);
      expect(await smallestInFigures(page)).toBeGreaterThanOrEqual(READABLE);
      expect(await violationsOf(page)).toEqual([]);
      expect(asked).toEqual([]);
      expect(said).toEqual([]);
      await page.context().close();
    },
    60_000,
  );

  test('these checks notice a page that asks, says, runs off the window, has tiny text and is badly marked', async () => {
    const bad =
      '<!doctype html><title>x</title><svg viewBox="0 0 100 10" width="50"><text font-size="12">x</text></svg><img src="http://127.0.0.1:9/a.png"><script>console.log(1)</script><div style="width:3000px">x</div>';
    const { page, asked, said } = await open(browser, bad);
    expect(asked).toEqual(['http://127.0.0.1:9/a.png']);
    expect(said).toContain('1');
    expect(await violationsOf(page)).not.toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth > innerWidth')).toBe(true);
    expect(await smallestInFigures(page)).toBe(6);
    await page.context().close();
  }, 60_000);

  test('the table of 2,000 students is sorted, filtered and searched, with the keyboard too', async () => {
    const standings = [...classOf(1999), standing('zoe', null)];
    const { page, said } = await open(browser, renderClassPage({ title: 'Quiz', standings, missing: [] }));
    const rows = page.locator('#class tbody tr');
    expect(await rows.count()).toBe(100);
    expect(await page.locator('#count').textContent()).toBe('1 to 100 of 2000');
    await page.locator('#after').click();
    expect(await rows.first().locator('td').first().textContent()).toBe('s100');
    await page.locator('#class th button[data-key=earned]').focus();
    await page.keyboard.press('Enter');
    expect(await rows.first().locator('td').nth(1).textContent()).toBe('not graded');
    await page.keyboard.press('Enter');
    expect(await rows.first().locator('td').nth(1).textContent()).toBe('10');
    expect(await page.locator('#class th[aria-sort]').getAttribute('aria-sort')).toBe('descending');
    await page.locator('#search').fill('S1998 name');
    expect(await rows.count()).toBe(1);
    await page.locator('#search').fill('nobody');
    expect(await page.locator('#count').textContent()).toBe('No submission fits.');
    await page.locator('#search').fill('');
    await page.locator('#filter').selectOption({ label: 'not graded' });
    expect(await rows.locator('a').allTextContents()).toEqual(['Name of zoe']);
    // points go round from 0 to 10, and those with 10 lost none
    await page.locator('#filter').selectOption('lost:0');
    expect(await page.locator('#count').textContent()).toBe(`1 to 100 of ${String(1999 - 181)}`);
    expect(said).toEqual([]);
    await page.context().close();
  }, 60_000);

  test('on paper, folded checks are open', async () => {
    const results = resultsOfEach('fine', { status: 'passed', earned: 2 });
    const { page } = await open(browser, renderPage(reportOf(results), 'student'));
    const body = page.locator('details.check .body').first();
    expect(await body.isVisible()).toBe(false);
    await page.emulateMedia({ media: 'print' });
    expect((await body.boundingBox())?.height ?? 0).toBeGreaterThan(20);
    await page.context().close();
  }, 60_000);
});
