/**
 * The frame of a page: one file that loads nothing. Its policy allows the page's own style and script by their digests,
 * and images that the page contains; so markup that should ever come from a student cannot run or ask for anything.
 */
import { createHash } from 'node:crypto';
import { html, SafeHtml, type Part } from './html.js';
import { STYLES } from './styles.js';

export interface PageParts {
  readonly title: string;
  readonly body: Part;
  /** A script of tuxgrade itself; none by default. */
  readonly script?: string;
  /** What the script reads: it is not run, so that the policy need not name it. */
  readonly data?: unknown;
}

const GENERATOR = '<meta name="generator" content="tuxgrade" />';

/** Whether a text is a page of ours, which may be replaced by a newer one. */
export function isPage(text: string): boolean {
  return text.includes(GENERATOR);
}

const sourceOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

export function pageOf({ title, body, script, data }: PageParts): string {
  const scripts = script === undefined ? '' : `; script-src ${sourceOf(script)}`;
  const policy = `default-src 'none'; style-src ${sourceOf(STYLES)}; img-src data:${scripts}; base-uri 'none'; form-action 'none'`;
  // without a space around it, of which the digest would be another
  const style = new SafeHtml(`<style>${STYLES}</style>`);
  const own = script === undefined ? '' : new SafeHtml(`<script>${script}</script>`);
  const given =
    data === undefined ? '' : new SafeHtml(`<script type="application/json" id="data">${jsonOf(data)}</script>`);
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        ${new SafeHtml(GENERATOR)}
        <title>${title}</title>
        ${style}
      </head>
      <body>
        ${body} ${given} ${own}
      </body>
    </html> `;
  return page.text;
}

/** JSON in which nothing can be read as markup, such as the end of its own element. */
function jsonOf(data: unknown): string {
  const inJson = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(data).replace(/[<>&\u2028\u2029]/g, inJson);
}
