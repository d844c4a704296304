/**
 * The connection to Redis. It is tried once, with a clear answer; after that it is kept up for as long as it takes, since
 * nothing is lost while Redis is away. Must not print a password.
 */
import { Redis } from 'ioredis';
import { GraderError } from '../errors.js';
import { shownUrl } from './url.js';

/** Command lines are seen by every account of a machine. */
export const PASSWORD_VARIABLE = 'TUXGRADE_QUEUE_PASSWORD';
const CONNECT_MS = 5000;
const LONGEST_WAIT_MS = 2000;
/** A short interruption is not worth a word. */
const AWAY_MS = 3000;
/** The oldest that BullMQ recommends. */
const OLDEST = [6, 2] as const;

/**
 * `isPatient`: commands wait for as long as Redis is away; otherwise they fail soon. Throws USAGE for a URL or a password
 * that is wrong, QUEUE_UNAVAILABLE if nobody answers or Redis is not set up for a queue.
 */
export async function openRedis(url: string, { isPatient = true } = {}): Promise<Redis> {
  const shown = shownUrl(url);
  const address = withPassword(url, process.env[PASSWORD_VARIABLE] ?? '');
  const probe = new Redis(address, {
    ...OPTIONS,
    lazyConnect: true,
    retryStrategy: () => null,
    enableOfflineQueue: false,
  });
  let why: unknown = null;
  probe.on('error', (error) => {
    why = error;
  });
  try {
    await probe.connect();
    assertFits(await probe.info(), shown);
  } catch (error) {
    if (error instanceof GraderError) throw error;
    throw explain(shown, why ?? error);
  } finally {
    probe.disconnect();
  }
  const redis = new Redis(address, isPatient ? OPTIONS : { ...OPTIONS, ...IMPATIENT });
  // what goes wrong is told where it is noticed, and the connection is restored
  redis.on('error', () => undefined);
  return redis;
}

const OPTIONS = {
  connectTimeout: CONNECT_MS,
  // commands wait until Redis is back
  maxRetriesPerRequest: null,
  retryStrategy: (times: number) => Math.min(LONGEST_WAIT_MS, 50 * times),
};

/** Calls `tell` when Redis has not answered for a while, and with null when it does again. */
export function watchConnection(redis: Redis, url: string, tell: (fault: GraderError | null) => void): void {
  let away: NodeJS.Timeout | null = null;
  let isTold = false;
  redis.on('close', () => {
    away ??= setTimeout(() => {
      isTold = true;
      tell(new GraderError('QUEUE_UNAVAILABLE', `${shownUrl(url)} cannot be reached`));
    }, AWAY_MS).unref();
  });
  redis.on('ready', () => {
    if (away !== null) clearTimeout(away);
    away = null;
    if (isTold) tell(null);
    isTold = false;
  });
}

const IMPATIENT = { maxRetriesPerRequest: 1, commandTimeout: CONNECT_MS };

/** A password beside the URL would be overridden by the empty one of a URL that has a user's name alone. */
function withPassword(url: string, password: string): string {
  const parsed = new URL(url);
  if (password === '' || parsed.password !== '') return url;
  parsed.password = encodeURIComponent(password);
  return parsed.href;
}

function assertFits(info: string, shown: string): void {
  const facts = new Map(
    info.split(/\r?\n/).map((line) => [line.split(':')[0] ?? '', line.slice(line.indexOf(':') + 1)]),
  );
  const version = facts.get('redis_version') ?? '';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (version === '' || major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    throw new GraderError(
      'QUEUE_UNAVAILABLE',
      `${shown} is Redis ${version === '' ? 'of an unknown version' : version}, expected ${OLDEST.join('.')} or newer`,
      { advice: 'Install a newer one; Debian 12 has redis-server 7.0.' },
    );
  }
  const policy = facts.get('maxmemory_policy') ?? 'unknown';
  if (policy === 'noeviction') return;
  throw new GraderError(
    'QUEUE_UNAVAILABLE',
    `${shown} has maxmemory-policy ${policy}: when its memory is full it would drop jobs without a word`,
    {
      advice:
        'Put the line `maxmemory-policy noeviction` into redis.conf and restart it, or run: redis-cli config set maxmemory-policy noeviction',
    },
  );
}

function explain(shown: string, cause: unknown): GraderError {
  const text = cause instanceof Error ? cause.message : String(cause);
  if (/NOAUTH|WRONGPASS|invalid password|without any password/i.test(text)) {
    return new GraderError('USAGE', `${shown} refuses the password or needs one`, {
      advice: 'Write redis://user:password@host:6379; a password alone as redis://:password@host:6379.',
      cause,
    });
  }
  if (/NOPERM/.test(text)) {
    return new GraderError('USAGE', `${shown} does not let this user do what a queue needs (${text})`, {
      advice: 'Give it all commands on the keys tuxgrade:* and the channels tuxgrade:*.',
      cause,
    });
  }
  const why = WHY.find(([pattern]) => pattern.test(text))?.[1] ?? text;
  return new GraderError('QUEUE_UNAVAILABLE', `${shown} cannot be reached: ${why}`, {
    advice: 'Is Redis running there, and is the address right? `redis-cli -u URL ping` should print PONG.',
    cause,
  });
}

const WHY: readonly (readonly [RegExp, string])[] = [
  [/ECONNREFUSED/, 'nothing listens there'],
  [/ENOTFOUND|EAI_AGAIN/, 'there is no machine of that name'],
  [/ETIMEDOUT|timed? ?out/i, `no answer within ${String(CONNECT_MS / 1000)} seconds`],
  [
    /Connection is closed|ECONNRESET|socket hang up/,
    'it closes the connection: with TLS the address begins with rediss://',
  ],
  [/certificate|self.signed/i, 'its certificate is not trusted (NODE_EXTRA_CA_CERTS names a file with more)'],
  [/wrong version number|SSL|packet length/i, 'it does not speak TLS: the address without TLS begins with redis://'],
  [/Protocol error/i, 'what answers there is not Redis'],
];
