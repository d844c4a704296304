/**
 * A store on S3's protocol: by the SDK over HTTP, with a small server in this process (test/support/small-s3.ts, which is not
 * S3 and verifies no signatures) for what is rare, and with moto's server, which is others' work, where it is installed.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { openS3Store } from '../../../../grader/queue/blobs/s3-store.js';
import { startMoto, whyNoMoto, type Moto } from '../../../support/moto.js';
import { SmallS3, type Answer } from '../../../support/small-s3.js';
import { describeUnless } from '../../../support/where-possible.js';

const SECRET = 'aSecretThatNobodyMayPrint';
const before = { ...process.env };
let server: SmallS3;

function setEnvironment(endpoint: string): void {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: SECRET,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  });
}

function restoreEnvironment(): void {
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, before);
}

beforeEach(async () => {
  server = new SmallS3();
  setEnvironment(await server.listen());
});
afterEach(() => {
  server.close();
  restoreEnvironment();
});

const bytes = (text: string) => Buffer.from(text);
const open = (requestMs?: number) =>
  openS3Store({ bucket: 'grading', prefix: 'cs342' }, requestMs === undefined ? {} : { requestMs });

/** What every store has to do. */
async function expectContract(prefix: string): Promise<void> {
  const store = await openS3Store({ bucket: 'grading', prefix });
  try {
    expect(await store.get('pieces/aa/none')).toBeNull();
    expect(await store.list('pieces')).toEqual([]);
    const wrote = await Promise.all(
      Array.from({ length: 20 }, (_, at) => store.putNew('pieces/aa/one', bytes(String(at)))),
    );
    expect(wrote.filter(Boolean)).toHaveLength(1);
    const kept = String(await store.get('pieces/aa/one').then((found) => Buffer.from(found ?? [])));
    expect(kept).toBe(String(wrote.indexOf(true)));
    await store.replace('pieces/aa/one', bytes('other'));
    expect(await store.putNew('pieces/aa/one', bytes('late'))).toBe(false);
    expect(Buffer.from((await store.get('pieces/aa/one')) ?? [])).toEqual(bytes('other'));
    const empty = await store.putNew('pieces/bb/empty', bytes('')).then(() => store.get('pieces/bb/empty'));
    expect(empty?.length).toBe(0);
    await store.putNew('pieces/aa/two', bytes('2'));
    await store.putNew('pieces-of-others/x', bytes('x'));
    expect(await store.list('pieces/aa')).toEqual(['one', 'two']);
    expect(await store.list('pieces')).toEqual(['aa', 'bb']);
    const large = Buffer.alloc(3 << 20, 'large');
    expect(await store.putNew('pieces/cc/large', large)).toBe(true);
    expect(Buffer.compare((await store.get('pieces/cc/large')) ?? bytes(''), large)).toBe(0);
  } finally {
    store.close();
  }
}

describe('on the small server', () => {
  test.each(['', 'cs342', 'a/b'])('keeps what a store has to, below the prefix "%s"', async (prefix) => {
    await expectContract(prefix);
    expect([...server.objects.keys()].every((key) => key.startsWith(prefix))).toBe(true);
  });

  test('lists all pages, sorted, once each', async () => {
    const store = await open();
    server.pageSize = 2;
    const names = ['e', 'd', 'c', 'b', 'a'];
    for (const name of names) await store.putNew(`results/${name}`, bytes(name));
    await store.putNew('results/f/below', bytes('f'));
    expect(await store.list('results')).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    store.close();
  });

  test('a name that leads elsewhere is never asked for', async () => {
    const store = await open();
    const asked = server.asked.length;
    for (const name of ['../x', '/x', 'a//b', 'a/..', 'A', 'a\0', 'a?versionId=1', 'a/', '']) {
      await expect(store.get(name)).rejects.toThrow('cannot be a name');
      await expect(store.putNew(name, bytes(''))).rejects.toThrow('cannot be a name');
      await expect(store.replace(name, bytes(''))).rejects.toThrow('cannot be a name');
    }
    expect(server.asked).toHaveLength(asked);
    store.close();
  });

  test('the second opening does not write again, and the probe is below the prefix', async () => {
    (await open()).close();
    const [probe] = server.objects.keys();
    expect(probe).toBe('cs342/probe');
    server.objects.set('cs342/probe', bytes('of the first'));
    (await open()).close();
    expect(server.objects.get('cs342/probe')).toEqual(bytes('of the first'));
  });

  test('a server that ignores If-None-Match is refused', async () => {
    server.honoursConditions = false;
    await expect(open()).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: 'the store s3://grading/cs342 ignores If-None-Match: it would replace results',
    });
  });

  test('a conflict with another write is tried again, and given up in the end', async () => {
    const store = await open();
    const conflict: Answer = { status: 409, code: 'ConditionalRequestConflict' };
    server.next.push(conflict, conflict);
    expect(await store.putNew('a', bytes('a'))).toBe(true);
    server.next.push(conflict);
    expect(await store.putNew('a', bytes('a'))).toBe(false);
    server.always = conflict;
    await expect(store.putNew('b', bytes('b'))).rejects.toMatchObject({
      message: expect.stringContaining('its server answers 409 (ConditionalRequestConflict)') as unknown,
    });
    store.close();
  });

  test('what goes wrong once is tried again by the SDK', async () => {
    const store = await open();
    server.next.push({ status: 503, code: 'SlowDown' }, 'hang-up', { status: 500, code: 'InternalError' });
    expect(await store.putNew('a', bytes('a'))).toBe(true);
    expect(server.asked.filter((one) => one === 'PUT cs342/a')).toHaveLength(4);
    store.close();
  });

  test('a server that does not answer is given up', async () => {
    const store = await open(1000);
    server.next.push('silence');
    await expect(store.get('a')).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: 'the store s3://grading/cs342 cannot be used: it did not answer in time',
    });
    store.close();
  });

  test.each([
    [403, 'AccessDenied', 'access is denied'],
    [403, 'InvalidAccessKeyId', 'its server does not accept the credentials'],
    [403, 'SignatureDoesNotMatch', 'its server does not accept the credentials'],
    [400, 'ExpiredToken', 'the credentials have expired'],
    [403, 'RequestTimeTooSkewed', 'the clock of this machine is wrong'],
    [301, 'PermanentRedirect', 'the bucket is in another region'],
    [400, 'AuthorizationHeaderMalformed', 'the bucket is in another region'],
    [501, 'NotImplemented', 'its server does not know conditional writes (If-None-Match)'],
    [404, 'NoSuchBucket', 'there is no such bucket'],
    [503, 'SlowDown', 'it asks for fewer requests'],
    [418, 'I am <b>hostile</b>', 'its server answers 418 (an unknown error)'],
  ])('%i %s is told in a sentence, without what the server says', async (status, code, why) => {
    const store = await open();
    server.always = { status, code };
    const requests = [() => store.get('a'), () => store.putNew('a', bytes('')), () => store.list('a'), () => open()];
    // the SDK waits before it tries again what may pass by itself
    for (const request of status === 503 ? requests.slice(0, 1) : requests) {
      const error: unknown = await request().catch((cause: unknown) => cause);
      expect(error).toMatchObject({
        code: 'STORE_UNAVAILABLE',
        message: `the store s3://grading/cs342 cannot be used: ${why}`,
      });
      expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toMatch(/SECRET-IN|AKID|aSecret/);
    }
    store.close();
  });

  test('nobody listens there, there is no such machine, no region, no credentials', async () => {
    server.close();
    await expect(open()).rejects.toMatchObject({ message: expect.stringMatching(/nothing listens there$/) as unknown });
    process.env['AWS_ENDPOINT_URL_S3'] = 'http://nowhere.invalid';
    await expect(open()).rejects.toMatchObject({
      message: expect.stringMatching(/name(?: cannot|$)|looked up$/) as unknown,
    });
    Reflect.deleteProperty(process.env, 'AWS_REGION');
    await expect(open()).rejects.toMatchObject({ message: expect.stringMatching(/no region is named$/) as unknown });
    process.env['AWS_REGION'] = 'us-east-1';
    Reflect.deleteProperty(process.env, 'AWS_ACCESS_KEY_ID');
    await expect(open()).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringMatching(/there are no credentials for it$/) as unknown,
      advice: expect.stringContaining('AWS_ACCESS_KEY_ID') as unknown,
    });
  });

  test('requests are signed, and the secret is in none', async () => {
    (await open()).close();
    expect(server.headers.every(({ authorization = '' }) => authorization.startsWith('AWS4-HMAC-SHA256'))).toBe(true);
    expect(JSON.stringify(server.headers)).not.toContain(SECRET);
  });
});

describeUnless(whyNoMoto(), "a store on moto's server of S3")("on moto's server", () => {
  let moto: Moto;

  beforeAll(async () => {
    moto = await startMoto();
    setEnvironment(moto.url);
    const client = new S3Client({ forcePathStyle: true });
    await client.send(new CreateBucketCommand({ Bucket: 'grading' }));
    client.destroy();
  });
  afterAll(() => {
    moto.stop();
    restoreEnvironment();
  });
  beforeEach(() => {
    process.env['AWS_ENDPOINT_URL_S3'] = moto.url;
  });

  test('keeps what a store has to, with and without a prefix', async () => {
    await expectContract('');
    await expectContract('a/b');
  });

  test('tells a bucket that is not there', async () => {
    await expect(openS3Store({ bucket: 'nowhere', prefix: '' })).rejects.toMatchObject({
      message: 'the store s3://nowhere cannot be used: there is no such bucket',
    });
  });
});
