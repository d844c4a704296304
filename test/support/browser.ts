/**
 * Pages in a real headless Chromium, as files from the disk. All that a page asks for is recorded and refused, and all
 * that its console says is recorded.
 */
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readFileSync, writeFileSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import { BROWSER } from './browser-path.js';
import { makeFolder } from './folders.js';

const AXE = createRequire(join(process.cwd(), 'package.json')).resolve('axe-core/axe.min.js');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Why there is no browser here; null if there is one. */
export function whyNoBrowser(): string | null {
  try {
    execFileSync(BROWSER, ['--version'], { stdio: 'pipe' });
    return null;
  } catch {
    return `${BROWSER} does not start: apt-get install chromium-headless-shell`;
  }
}

/** The caller closes it. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: BROWSER, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

export interface View {
  readonly scheme?: 'light' | 'dark';
  readonly width?: number;
}

export interface Opened {
  readonly page: Page;
  readonly asked: readonly string[];
  readonly said: readonly string[];
}

export async function open(
  browser: Browser,
  text: string,
  { scheme = 'light', width = 1000 }: View = {},
): Promise<Opened> {
  const file = join(makeFolder(), 'page.html');
  writeFileSync(file, text);
  const url = pathToFileURL(file).href;
  const context = await browser.newContext({ colorScheme: scheme, viewport: { width, height: 900 } });
  const page = await context.newPage();
  const asked: string[] = [];
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(String(error)));
  page.on('dialog', (dialog) => {
    said.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  await context.route('**/*', (route) => {
    const wanted = route.request().url();
    if (wanted === url) return route.continue();
    asked.push(wanted);
    return route.abort();
  });
  await page.goto(url);
  return { page, asked, said };
}

/** Violations of WCAG 2.2 AA, a line each. axe is run by the debugger, which the policy of a page does not restrict. */
export async function violationsOf(page: Page): Promise<string[]> {
  const source = readFileSync(AXE, 'utf8');
  await page.evaluate(source);
  return await page.evaluate(async (tags) => {
    interface Violation {
      readonly id: string;
      readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
    }
    const { axe } = globalThis as unknown as {
      axe: { run(root: unknown, options: object): Promise<{ violations: readonly Violation[] }> };
    };
    const root = (globalThis as unknown as { document: unknown }).document;
    const { violations } = await axe.run(root, { runOnly: tags });
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200) ?? ''} ${nodes[0]?.failureSummary ?? ''}`,
    );
  }, TAGS);
}
