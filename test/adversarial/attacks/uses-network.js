// Counts the ways out. The test listens on TCP port PORT and on the abstract socket NAME.
const load = (name) => process.getBuiltinModule?.(name) ?? process.mainModule?.require(name);
const outcome = (make, good) =>
  new Promise((resolve) => {
    try {
      const thing = make(resolve);
      for (const event of good) thing.on(event, () => resolve(1));
      thing.on('error', () => resolve(0));
    } catch {
      resolve(0);
    }
    setTimeout(() => resolve(0), 500);
  });
export async function forward() {
  const ways = [
    outcome(() => load('net').connect({ host: '127.0.0.1', port: Number('PORT') }), ['connect']),
    outcome(() => load('net').connect({ path: '\0NAME' }), ['connect']),
    outcome(() => load('net').createServer().listen(0, '127.0.0.1'), ['listening']),
    outcome(() => load('net').createServer().listen('\0mine'), ['listening']),
    outcome(() => load('dgram').createSocket('udp4').bind(0), ['listening']),
    outcome((resolve) => (load('dns').lookup('localhost.localdomain', (error) => resolve(error ? 0 : 1)), process), []),
    fetch('http://127.0.0.1:PORT/').then(
      () => 1,
      () => 0,
    ),
  ];
  const open = (await Promise.all(ways)).reduce((sum, way) => sum + way, 0);
  return { loss: open };
}
export const backward = () => ({ dx: [1] });
