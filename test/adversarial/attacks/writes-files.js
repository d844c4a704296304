// Counts the places where it can leave something behind.
const load = (name) => process.getBuiltinModule?.(name) ?? process.mainModule?.require(name);
export function forward() {
  const fs = load('fs');
  let written = 0;
  for (const folder of [
    '',
    '/submission',
    '/grader',
    '/bin',
    '/lib',
    '/tmp',
    '/dev/shm',
    '/var/tmp',
    '/home',
    '/proc',
    '.',
  ]) {
    const path = `${folder}/written`;
    for (const attempt of [
      () => fs.writeFileSync(path, 'x'),
      () => fs.mkdirSync(path),
      () => fs.symlinkSync('/etc', path),
      () => fs.chmodSync(folder, 0o777),
      () => fs.appendFileSync('/submission/backprop.js', '//'),
    ]) {
      try {
        attempt();
        console.log('wrote', path);
        written += 1;
      } catch {
        // as it should be
      }
    }
  }
  return { loss: written };
}
export const backward = () => ({ dx: [1] });
