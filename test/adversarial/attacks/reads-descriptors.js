// Counts open files and sockets that nobody gave it: 0 to 3 are its own. (Folders are looked for from outside.)
const load = (name) => process.getBuiltinModule?.(name) ?? process.mainModule?.require(name);
export function forward() {
  let open = 0;
  for (let descriptor = 4; descriptor < 1200; descriptor += 1) {
    try {
      const stat = load('fs').fstatSync(descriptor);
      if (stat.isFile() || stat.isSocket()) {
        console.log('open', descriptor);
        open += 1;
      }
    } catch {
      // as it should be
    }
  }
  return { loss: open };
}
export const backward = () => ({ dx: [1] });
