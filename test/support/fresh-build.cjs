/**
 * What jest does before all tests: builds again where a source is newer than dist/, since tests start the built worker,
 * reader and command line and would otherwise test what the code was. And closes what jest inherited, as the command line
 * does, since execa takes tens of milliseconds for each start where a high descriptor has to be covered.
 */
const { execFileSync } = require('node:child_process');
const { existsSync, readdirSync, statSync } = require('node:fs');

const BUILT = 'dist/.built';

module.exports = async () => {
  if (!existsSync(BUILT) || newest(['grader', 'package.json', 'tsconfig.json']) > statSync(BUILT).mtimeMs) {
    process.stderr.write('a source is newer than dist/: building\n');
    execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
  }
  const { closeInherited } = await import('../../dist/sandbox/process/inherited.js');
  closeInherited();
};

/** When the newest of these files and folders, or anything below them, was changed; ms since 1970. */
function newest(paths) {
  let latest = 0;
  for (const path of paths) {
    const stats = statSync(path);
    latest = Math.max(latest, stats.mtimeMs);
    if (stats.isDirectory()) latest = Math.max(latest, newest(readdirSync(path).map((name) => `${path}/${name}`)));
  }
  return latest;
}
