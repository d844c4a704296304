/**
 * Writes the code that V8 compiled of the bundle's chunks beside them, for load.ts. First it runs typical commands, so that
 * what they call has been compiled: as far as they get on this machine, which may have no sandbox. Must run after bundle.ts.
 */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as main from '../cli/main.js';
import { makeTemporary } from '../temporary.js';
import { chunksOf, keptCodeOf } from './load.js';

const root = join(import.meta.dirname, '..', '..');
const folder = join(root, 'dist', 'bin');
const out = makeTemporary();

const REHEARSED = [
  ['rubric', 'lint', 'quiz2'],
  ['grade', join(out, 'class', 'perfect'), '--rubric', 'quiz2', '--out', join(out, 'report')],
  ['batch', join(out, 'class'), '--rubric', 'quiz2', '--out', join(out, 'run')],
];

// what typical commands print is of no interest here
process.stdout.write = process.stderr.write = () => true;

const { load, scripts } = chunksOf(folder, null);
const { runCommandLine } = load('./main.cjs') as typeof main;
cpSync(join(root, 'submissions', 'quiz2', 'perfect'), join(out, 'class', 'perfect'), { recursive: true });
for (const args of REHEARSED) await runCommandLine(args);
const kept = keptCodeOf(folder);
mkdirSync(kept);
for (const [name, script] of scripts) writeFileSync(join(kept, name), script.createCachedData());
process.exitCode = 0;
