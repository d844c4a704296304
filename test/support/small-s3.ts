/**
 * A server with the operations of S3 that a store needs, in this process: put with and without `If-None-Match`, get, and
 * list with prefix, delimiter and pages. It is NOT S3: signatures are not verified, and errors are those that a test asks
 * for, with the codes and statuses of S3's documentation. Where moto is installed, the same tests run against its server.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly code: string;
}

export class SmallS3 {
  readonly bucket = 'grading';
  readonly objects = new Map<string, Buffer>();
  /** What was asked, as `PUT name`. */
  readonly asked: string[] = [];
  readonly headers: IncomingMessage['headers'][] = [];
  /** Answers for the next requests, before anything else; `silence` never answers. */
  readonly next: (Answer | 'silence' | 'hang-up')[] = [];
  /** Answers every request so. */
  always: Answer | null = null;
  honoursConditions = true;
  pageSize = 1000;
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  async listen(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    return `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : 0)}`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://s3');
    const [, bucket = '', ...rest] = decodeURIComponent(url.pathname).split('/');
    const key = rest.join('/');
    this.asked.push(`${request.method ?? ''} ${key}`);
    this.headers.push(request.headers);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const told = this.next.shift() ?? this.always;
    if (told === 'silence') return;
    if (told === 'hang-up') request.socket.destroy();
    else if (told !== null) fail(response, told);
    else if (bucket !== this.bucket) fail(response, { status: 404, code: 'NoSuchBucket' });
    else if (request.method === 'PUT') this.#put(key, Buffer.concat(chunks), request, response);
    else if (key !== '') this.#get(key, response);
    else this.#list(url.searchParams, response);
  }

  #put(key: string, bytes: Buffer, { headers }: IncomingMessage, response: ServerResponse): void {
    if (this.honoursConditions && headers['if-none-match'] === '*' && this.objects.has(key)) {
      fail(response, { status: 412, code: 'PreconditionFailed' });
      return;
    }
    this.objects.set(key, bytes);
    response.writeHead(200, { etag: '"x"' }).end();
  }

  #get(key: string, response: ServerResponse): void {
    const bytes = this.objects.get(key);
    if (bytes === undefined) fail(response, { status: 404, code: 'NoSuchKey' });
    else response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
  }

  #list(asked: URLSearchParams, response: ServerResponse): void {
    const prefix = asked.get('prefix') ?? '';
    const below = [...this.objects.keys()].filter((key) => key.startsWith(prefix));
    const shown = below.map((key) => {
      const end = key.indexOf('/', prefix.length);
      return end === -1 ? key : key.slice(0, end + 1);
    });
    const all = [...new Set(shown)].sort();
    const from = Number(asked.get('continuation-token') ?? 0);
    const page = all.slice(from, from + this.pageSize);
    const end = from + page.length;
    const items = page.map((key) =>
      key.endsWith('/')
        ? `<CommonPrefixes><Prefix>${key}</Prefix></CommonPrefixes>`
        : `<Contents><Key>${key}</Key></Contents>`,
    );
    const more = end < all.length ? `<NextContinuationToken>${String(end)}</NextContinuationToken>` : '';
    const isCut = `<IsTruncated>${String(end < all.length)}</IsTruncated>`;
    response
      .writeHead(200, { 'content-type': 'application/xml' })
      .end(`<ListBucketResult>${isCut}${more}${items.join('')}</ListBucketResult>`);
  }
}

function fail(response: ServerResponse, { status, code }: Answer): void {
  // a real server says more, which must not be repeated
  const body = `<Error><Code>${code}</Code><Message>SECRET-IN-MESSAGE</Message><AWSAccessKeyId>AKIDEXAMPLE</AWSAccessKeyId></Error>`;
  response.writeHead(status, { 'content-type': 'application/xml' }).end(body);
}
