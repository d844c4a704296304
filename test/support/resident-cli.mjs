/**
 * The built command line as a process that stays: for each line on its standard input, { args, cwd, env }, it runs what a new
 * process would run, dist/bin's main module with these arguments in this folder, and answers with a line,
 * { exitCode, stdout, stderr }. One command after another, since they share the folder and both outputs.
 *
 * Relies on the main module doing everything when it is evaluated and setting process.exitCode: under another query it is
 * evaluated anew, on top of modules that are loaded already. What is kept in memory stays between commands.
 */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';

const SIGNALS = ['SIGINT', 'SIGTERM'];

const bin = join(process.cwd(), 'dist', 'bin');
const [, name] = /import\("\.\/(main-\w+\.js)"\)/.exec(readFileSync(join(bin, 'tuxgrade.js'), 'utf8')) ?? [];
if (name === undefined) throw new Error('dist/bin/tuxgrade.js does not name its main module');
const main = pathToFileURL(join(bin, name)).href;
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

let calls = 0;
for await (const line of createInterface({ input: process.stdin })) {
  const { args, cwd, env } = JSON.parse(line);
  const [out, errors] = [[], []];
  collect(stdout, out);
  collect(stderr, errors);
  process.argv.splice(2, Infinity, ...args);
  process.chdir(cwd);
  const before = { ...process.env };
  Object.assign(process.env, env);
  process.exitCode = 0;
  await import(`${main}?call=${(calls += 1)}`);
  // each command listens for itself
  for (const signal of SIGNALS) process.removeAllListeners(signal);
  stdout.removeAllListeners('error');
  for (const name of Object.keys(env)) delete process.env[name];
  Object.assign(process.env, before);
  answer(`${JSON.stringify({ exitCode: process.exitCode, stdout: out.join(''), stderr: errors.join('') })}\n`);
  process.exitCode = 0;
}
