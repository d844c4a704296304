/** The template: nothing that is put into it becomes markup, except what it made itself. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { pageOf } from '../../../../grader/report/pages/frame.js';
import { html, named, said } from '../../../../grader/report/pages/html.js';
import { digits } from '../../../../grader/text/digits.js';
import { shownPoints } from '../../../../grader/text/points.js';

describe('what is put into a template', () => {
  test('is escaped, in text and in attributes, and lists are joined', () => {
    expect(html`<p title="${'"><script>'}">${['<b>', 1, html`<i>${"'&"}</i>`]}</p>`.text).toBe(
      '<p title="&quot;&gt;&lt;script&gt;">&lt;b&gt;1<i>&#39;&amp;</i></p>',
    );
  });
  test('never gives a tag or an end of an attribute', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { text: page } = html`<p a="${text}">${said(text)}</p>`;
        expect(page.replace(/^<p a="[^"<>]*"><bdi>[^<>]*<\/bdi><\/p>$/s, '')).toBe('');
      }),
    );
  });
});

test('text is cut, names more so, and characters that act are written out', () => {
  expect(said('x'.repeat(5000)).text).toHaveLength(1200 + '<bdi></bdi>'.length);
  expect(named('x'.repeat(5000)).text).toHaveLength(80 + '<bdi></bdi>'.length);
  expect(said('a\u202eb\u001b[2J').text).toBe('<bdi>a\\u{202e}b\\u{1b}[2J</bdi>');
});

test('numbers', () => {
  expect([shownPoints(1 / 3), shownPoints(null), shownPoints(10)]).toEqual(['0.33', '?', '10']);
  expect([digits(1 / 3), digits(123456)]).toEqual(['0.33333', '123460']);
});

describe('the frame', () => {
  test('allows its own style and script by their digests, and nothing else', () => {
    const page = pageOf({ title: '</title><script>', body: 'x', script: 'let a = 1;' });
    const [, policy = ''] = /Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
    expect(policy).toContain('default-src &#39;none&#39;');
    // openssl dgst -sha256 -binary | base64
    expect(policy).toContain('script-src &#39;sha256-xY6QKfH9PRsQnLz56nj6MBwiK5oHg+im1Jkpdp1x/Ck=&#39;');
    expect(policy).not.toContain('unsafe');
    expect(page).toContain('<title>&lt;/title&gt;&lt;script&gt;</title>');
    expect(page).toContain('<script>let a = 1;</script>');
  });
  test('has no script where it is given none', () => {
    expect(pageOf({ title: 't', body: 'x' })).not.toContain('script');
  });
});
