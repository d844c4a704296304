/**
 * The built command line as a process that stays: for each line on its standard input, { args, cwd, env }, it runs what a new
 * process would run, the command line of dist/bin with these arguments in this folder, and answers with a line,
 * { exitCode, stdout, stderr }. One command after another, since they share the folder and both outputs. What is kept in
 * memory stays between commands.
 */
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { loadMain } from '../../dist/program/load.js';

const SIGNALS = ['SIGINT', 'SIGTERM'];

const { runCommandLine } = loadMain(join(process.cwd(), 'dist', 'bin'));
const { stdout, stderr } = process;
const answer = stdout.write.bind(stdout);

/** In place of an output: collects what is written. */
function collect(stream, into) {
  stream.write = (data, encoding, done) => {
    into.push(typeof data === 'string' ? data : Buffer.from(data).toString());
    const callback = typeof encoding === 'function' ? encoding : done;
    if (callback) process.nextTick(callback);
    return true;
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  const { args, cwd, env } = JSON.parse(line);
  const [out, errors] = [[], []];
  collect(stdout, out);
  collect(stderr, errors);
  process.chdir(cwd);
  const before = { ...process.env };
  Object.assign(process.env, env);
  process.exitCode = 0;
  await runCommandLine(args);
  // each command listens for itself
  for (const signal of SIGNALS) process.removeAllListeners(signal);
  stdout.removeAllListeners('error');
  stderr.removeAllListeners('error');
  for (const name of Object.keys(env)) delete process.env[name];
  Object.assign(process.env, before);
  answer(`${JSON.stringify({ exitCode: process.exitCode, stdout: out.join(''), stderr: errors.join('') })}\n`);
  process.exitCode = 0;
}
