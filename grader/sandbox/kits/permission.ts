/**
 * Flags of Node's permission model: a free second layer that refuses child processes, worker threads, add-ons, the
 * inspector and files. Not a boundary by itself.
 */
/** `addOns` lets the process load native libraries, which then may do what the sandbox lets them. */
export function permissionFlags(readable: readonly string[], addOns = false): string[] {
  const [major = 20] = process.versions.node.split('.').map(Number);
  const flag = major >= 22 ? '--permission' : '--experimental-permission';
  const more = addOns ? ['--allow-addons'] : [];
  return [flag, ...more, ...readable.map((path) => `--allow-fs-read=${path}`)];
}
