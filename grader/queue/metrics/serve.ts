/**
 * Serves metrics over HTTP: GET /metrics and nothing else, at an address that was asked for. The only thing of tuxgrade that
 * listens on a port. It has no password and no TLS, so by default it can be reached from this machine alone.
 */
import { createServer, type Server } from 'node:http';
import { codeOf, GraderError } from '../../errors.js';

export interface Address {
  readonly host: string;
  readonly port: number;
}

const LOOPBACK = '127.0.0.1';
const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';
/** A request has one line and a few headers. */
const MOST_HEADER_BYTES = 8192;
const PATIENCE_MS = 5000;
const MOST_CONNECTIONS = 32;

/** `9464` is a port of this machine, `0.0.0.0:9464` or `[::]:9464` one of all networks. Throws USAGE. */
export function addressOf(text: string, option: string): Address {
  const [, bracketed, plain, digits = ''] =
    /^(?:(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9.-]+)):)?(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (digits === '' || port < 1 || port > 65535) {
    throw new GraderError('USAGE', `${option} ${text} is not an address with a port from 1 to 65535`, {
      advice: `For example: ${option} 9464 for this machine alone, ${option} 0.0.0.0:9464 for all networks it is in.`,
    });
  }
  return { host: bracketed ?? plain ?? LOOPBACK, port };
}

/** Returns what ends it. Throws USAGE where nothing can listen there. */
export async function serveMetrics(
  { host, port }: Address,
  metrics: () => Promise<string>,
): Promise<() => Promise<void>> {
  const server = createServer(
    { maxHeaderSize: MOST_HEADER_BYTES, requestTimeout: PATIENCE_MS },
    (request, response) => {
      const answer = (status: number, text: string) => {
        response.writeHead(status, { 'content-type': CONTENT_TYPE, connection: 'close' }).end(text);
      };
      if (request.method !== 'GET' || request.url !== '/metrics') {
        answer(404, 'GET /metrics\n');
        return;
      }
      metrics().then(
        (text) => {
          answer(200, text);
        },
        () => {
          answer(503, 'the metrics cannot be collected\n');
        },
      );
    },
  );
  server.maxConnections = MOST_CONNECTIONS;
  server.headersTimeout = PATIENCE_MS;
  await listening(server, host, port);
  return async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
}

const WHY: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there',
  EADDRNOTAVAIL: 'this machine does not have that address',
  EACCES: 'this account must not listen there (below 1024 needs root)',
  ENOTFOUND: 'there is no machine of that name',
  EAI_AGAIN: 'there is no machine of that name',
};

async function listening(server: Server, host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      const code = codeOf(cause) ?? String(cause);
      reject(
        new GraderError('USAGE', `metrics cannot be served at ${host} port ${String(port)}: ${WHY[code] ?? code}`, {
          advice: 'Choose another port; each worker of a machine needs its own.',
          cause,
        }),
      );
    });
    server.listen(port, host, () => {
      server.removeAllListeners('error');
      // a client that goes away is none of our business
      server.on('error', () => undefined);
      resolve();
    });
  });
}
