/**
 * Explains what S3 and the SDK say in sentences for operators. Pure. Must not repeat messages of the server: some have the
 * id of a key, a signature or the request in them.
 */
import { codeOf, GraderError } from '../../errors.js';

interface Told {
  /** Completes "the store s3://… cannot be used: ". */
  readonly why: string;
  readonly advice: string;
}

const NETWORK: Told = {
  why: 'it cannot be reached',
  advice: 'Is the network up, and are AWS_REGION and, for another server than S3, AWS_ENDPOINT_URL_S3 right?',
};
const NO_CREDENTIALS: Told = {
  why: 'there are no credentials for it',
  advice:
    'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, name a profile in AWS_PROFILE, or give the machine a role with access.',
};
const WRONG_CREDENTIALS: Told = {
  why: 'its server does not accept the credentials',
  advice:
    'Check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN; `aws sts get-caller-identity` tells who they are.',
};
const EXPIRED: Told = {
  why: 'the credentials have expired',
  advice: 'Get new ones, or use a role that renews them by itself.',
};
const DENIED: Told = {
  why: 'access is denied',
  advice:
    'The account needs s3:GetObject and s3:PutObject on all objects below the prefix, and s3:ListBucket on the bucket.',
};
const REGION: Told = {
  why: 'the bucket is in another region',
  advice: 'Set AWS_REGION to the region of the bucket; `aws s3api get-bucket-location --bucket NAME` tells it.',
};
const NO_REGION: Told = {
  why: 'no region is named',
  advice: 'Set AWS_REGION, e.g. to us-east-2; servers other than S3 take any.',
};
const NO_CONDITIONS: Told = {
  why: 'its server does not know conditional writes (If-None-Match)',
  advice: 'Use a server that has them, as S3 itself does, or a folder that all machines mount.',
};

/** By the name that the SDK or the server gives an error. */
const TOLD = new Map<string, Told>([
  ['CredentialsProviderError', NO_CREDENTIALS],
  ['InvalidAccessKeyId', WRONG_CREDENTIALS],
  ['SignatureDoesNotMatch', WRONG_CREDENTIALS],
  ['InvalidToken', WRONG_CREDENTIALS],
  ['ExpiredToken', EXPIRED],
  ['TokenRefreshRequired', EXPIRED],
  ['AccessDenied', DENIED],
  ['Forbidden', DENIED],
  ['AllAccessDisabled', DENIED],
  ['PermanentRedirect', REGION],
  ['AuthorizationHeaderMalformed', REGION],
  ['IllegalLocationConstraintException', REGION],
  ['NoSuchBucket', { why: 'there is no such bucket', advice: 'Make it, or correct the name after s3://.' }],
  [
    'RequestTimeTooSkewed',
    {
      why: 'the clock of this machine is wrong',
      advice: 'Set it by NTP: S3 refuses requests that are 15 minutes off.',
    },
  ],
  ['NotImplemented', NO_CONDITIONS],
  ['SlowDown', { why: 'it asks for fewer requests', advice: 'Run fewer workers, or wait: nothing is lost.' }],
  ['TimeoutError', { why: 'it did not answer in time', advice: NETWORK.advice }],
  ['AbortError', { why: 'it did not answer in time', advice: NETWORK.advice }],
]);

/** By the status of an answer whose error has another name, or none. */
const STATUSES = new Map([
  [301, REGION],
  [307, REGION],
  [401, DENIED],
  [403, DENIED],
  [501, NO_CONDITIONS],
]);

/** By what the network says. */
const CODES = new Map<string, string>([
  ['ENOTFOUND', 'there is no machine of that name'],
  ['EAI_AGAIN', 'the name of its machine cannot be looked up'],
  ['ECONNREFUSED', 'nothing listens there'],
  ['ECONNRESET', 'the connection was closed'],
  ['EPIPE', 'the connection was closed'],
  ['ETIMEDOUT', 'it did not answer in time'],
]);

/** STORE_UNAVAILABLE with a sentence. */
export function explainS3(shown: string, cause: unknown): GraderError {
  const { why, advice } = toldOf(cause);
  // not the cause: it has the headers of the request in it
  return new GraderError('STORE_UNAVAILABLE', `the store ${shown} cannot be used: ${why}`, { advice });
}

function toldOf(cause: unknown): Told {
  const name = nameOfError(cause);
  const status = statusOf(cause);
  const told = TOLD.get(name) ?? (isRegionMissing(cause) ? NO_REGION : undefined) ?? STATUSES.get(status ?? 0);
  if (told !== undefined) return told;
  if (status !== null) return { ...NETWORK, why: `its server answers ${String(status)} (${plain(name)})` };
  // the SDK may wrap what the network says, with its text alone
  const network = CODES.get(codeOf(cause) ?? /\bE[A-Z_]{4,}\b/.exec(String(cause))?.[0] ?? '');
  return network === undefined ? NETWORK : { ...NETWORK, why: network };
}

function isRegionMissing(cause: unknown): boolean {
  return /\bRegion is missing/.test(String(cause));
}

/** The name of an error, as servers and the SDK give it; empty for what has none. */
export function nameOfError(cause: unknown): string {
  const isObject = typeof cause === 'object' && cause !== null;
  return isObject && 'name' in cause && typeof cause.name === 'string' ? cause.name : '';
}

/** The status of the answer; null if there was none. */
export function statusOf(cause: unknown): number | null {
  if (typeof cause !== 'object' || cause === null || !('$metadata' in cause)) return null;
  const { $metadata: facts } = cause;
  if (typeof facts !== 'object' || facts === null || !('httpStatusCode' in facts)) return null;
  return typeof facts.httpStatusCode === 'number' ? facts.httpStatusCode : null;
}

/** A server may call an error what it likes. */
function plain(name: string): string {
  return /^\w{1,60}$/.test(name) ? name : 'an unknown error';
}
