/** The cost of reading archives in the sandbox: the same class as folders and as zip archives. */
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { honestZip } from '../support/raw-zip.js';
import { makeStudents } from './class.js';
import { measureNode } from './measure.js';
import { mainIn } from '../support/run-cli.js';

type Print = (name: string, value: string) => void;

const STUDENTS = 100;

export async function benchReader(work: string, root: string, print: Print): Promise<void> {
  const folders = join(work, 'as-folders');
  const archives = join(work, 'as-archives');
  makeStudents(folders, join(root, 'submissions/quiz2/perfect'), STUDENTS);
  mkdirSync(archives);
  for (const student of readdirSync(folders)) {
    const files = readdirSync(join(folders, student)).map((file) => [
      file,
      readFileSync(join(folders, student, file), 'utf8'),
    ]);
    writeFileSync(
      join(archives, `${student}.zip`),
      await honestZip(Object.fromEntries(files) as Record<string, string>),
    );
  }
  const cost = async (folder: string) => {
    const args = ['batch', folder, '--rubric', 'quiz2', '--out', `${folder}-out`];
    const { cpuSeconds } = await measureNode([mainIn(root), ...args], root);
    return (1000 * cpuSeconds) / STUDENTS;
  };
  const [plain, read] = [await cost(folders), await cost(archives)];
  print(
    `reader of a quiz2 archive, ${String(STUDENTS)} students`,
    `${(read - plain).toFixed(0)} ms of processor time each (aim 15; as folders ${plain.toFixed(0)}, as zip ${read.toFixed(0)})`,
  );
}
