/**
 * Flags of Node's permission model, a second layer that costs nothing and refuses child processes, worker threads,
 * add-ons, the inspector and files. It must not be relied on alone.
 */
/** `addOns` lets the process load native libraries, which only the sandbox then restricts. */
export function permissionFlags(readable: readonly string[], addOns = false): string[] {
  const [major = 20] = process.versions.node.split('.').map(Number);
  const flag = major >= 22 ? '--permission' : '--experimental-permission';
  const more = addOns ? ['--allow-addons'] : [];
  return [flag, ...more, ...readable.map((path) => `--allow-fs-read=${path}`)];
}
