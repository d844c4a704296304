/** A run of a small class whose students have names, with the command line; and everything that is in a folder. */
import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { makeFolder } from './folders.js';
import { runCommand } from './run-command.js';

/** Submissions with their owners; the code of the second prints who wrote it. */
export const ADA = {
  id: 'submission_4711',
  name: 'Ada Quillfeather',
  sid: 'aq90071',
  email: 'ada.quill@school.example',
};
export const BEN = { id: 'submission_4712', name: 'Ben Zweig', sid: 'bz90072', email: 'ben.z@school.example' };
export const CEM = { id: 'submission_4713', name: 'Cem Okur', sid: 'co90073', email: 'cem@school.example' };
const WORK = new Map([
  [ADA, 'forgot-relu-mask'],
  [BEN, 'perfect'],
  [CEM, 'throws'],
]);

export interface NamedRun {
  /** What was handed in, as a download from Gradescope. */
  readonly source: string;
  readonly run: string;
}

export async function gradeNamedClass(): Promise<NamedRun> {
  const source = join(makeFolder(), 'assignment_7_export');
  for (const [{ id }, name] of WORK) cpSync(join('submissions', 'quiz2', name), join(source, id), { recursive: true });
  const metadata = [...WORK.keys()].map(
    ({ id, name, sid, email }) =>
      `${id}:\n  :submitters:\n  - :name: ${name}\n    :sid: '${sid}'\n    :email: ${email}\n  :created_at: 2018-09-12 12:00:00 -05:00\n`,
  );
  writeFileSync(join(source, 'submission_metadata.yml'), `---\n${metadata.join('')}`);
  const code = join(source, ADA.id, 'backprop.ts');
  const printed = `console.log('by Ada_Quillfeather, AQ90071, ${ADA.email}, in /home/${ADA.id}/hw');\n`;
  writeFileSync(code, `${printed}${readFileSync(code, 'utf8')}`);
  const run = join(makeFolder(), 'run');
  const { exitCode, stderr } = await runCommand(['batch', source, '--rubric', 'quiz2', '--out', run]);
  if (exitCode !== 0) throw new Error(stderr);
  return { source, run };
}

export function copyOf(run: string): string {
  const copy = join(makeFolder(), 'run');
  cpSync(run, copy, { recursive: true });
  return copy;
}

export const reportIn = (folder: string, { id }: { id: string }) => join(folder, 'reports', id, 'report.json');

/** Paths and contents, of gzip what is in it. */
export function everythingIn(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => {
      const path = join(folder, name);
      if (statSync(path).isDirectory()) return name;
      const bytes = readFileSync(path);
      return `${name}\n${(name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')}`;
    })
    .join('\n')
    .toLowerCase();
}

export const wordsOf = ({ id, name, sid, email }: typeof ADA) =>
  [id, name, sid, email].map((word) => word.toLowerCase());
