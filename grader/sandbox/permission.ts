/**
 * Flags of Node's permission model: a free second layer that refuses child processes, worker threads, add-ons, the
 * inspector and files. Not a boundary by itself.
 */
export function permissionFlags(readable: readonly string[]): string[] {
  const [major = 20] = process.versions.node.split('.').map(Number);
  const flag = major >= 22 ? '--permission' : '--experimental-permission';
  return [flag, ...readable.map((path) => `--allow-fs-read=${path}`)];
}
