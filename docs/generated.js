/**
 * What the scripts that write documentation from the code share: they load a part of grader/ as it is now, without a build,
 * and write pages, or with --check fail when the pages are not up to date.
 */
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { format } from 'oxfmt';

const isCheck = process.argv.includes('--check');

/** The exports of a module given as text, which imports from `folder`; `plugins` are esbuild's. */
export async function fromSource(contents, folder, plugins = []) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: folder },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    logLevel: 'warning',
    // package.json is read beside grader/
    define: { 'import.meta.url': JSON.stringify(pathToFileURL(resolve('grader/schema/version.ts')).href) },
    plugins,
  });
  return await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString('base64')}`);
}

export const inStyle = async (markdown) => (await format('page.md', markdown, { printWidth: 120 })).code;

const cell = (text) => String(text).replaceAll('|', '\\|').replaceAll('\n', ' ');

/** A Markdown table of a row of headings and rows of texts. */
export function table(head, rows) {
  const lines = [head, head.map(() => '---'), ...rows.map((row) => row.map(cell))];
  return lines.map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** The name that GitHub gives to a heading. */
export const anchorOf = (heading) =>
  heading
    .toLowerCase()
    .replace(/[^a-z0-9 _-]/g, '')
    .replaceAll(' ', '-');

/** Writes `body` between two comments of a file; `command` is the one that does this. */
export async function writeBetween(file, [start, end], body, command) {
  const text = await readFile(file, 'utf8');
  const [before, rest] = text.split(start);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`${file} has no place between ${start} and ${end}`);
  await writePage(file, `${before}${start}\n\n${body}\n${end}${after}`, command);
}

/** Writes the pages of a folder by name, and removes every other page in it. */
export async function writeFolder(folder, pages, command) {
  if (!isCheck) await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) {
    if (pages.has(name)) continue;
    if (isCheck) stale(join(folder, name), command);
    else await rm(join(folder, name));
  }
  for (const [name, text] of pages) await writePage(join(folder, name), await inStyle(text), command);
}

async function writePage(file, text, command) {
  if (!isCheck) await writeFile(file, text);
  else if ((await readFile(file, 'utf8').catch(() => null)) !== text) stale(file, command);
}

function stale(file, command) {
  process.stderr.write(`${file} is not what the code is: ${command}\n`);
  process.exitCode = 1;
}
