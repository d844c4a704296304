/** The URL of a queue as it may be shown. Must not load the client of Redis. */
import { GraderError } from '../errors.js';

/** Without the password. Throws USAGE if it is not the URL of a Redis. */
export function shownUrl(url: string): string {
  const advice = 'Write redis://host:6379, or rediss://user:password@host:6379/0 for a connection with TLS.';
  if (!URL.canParse(url)) throw new GraderError('USAGE', '--queue is not a URL', { advice });
  const { protocol, host, pathname, username } = new URL(url);
  if (protocol !== 'redis:' && protocol !== 'rediss:') {
    throw new GraderError('USAGE', `--queue begins with ${protocol}, expected redis: or rediss:`, { advice });
  }
  if (!/^\/?\d*$/.test(pathname)) {
    throw new GraderError('USAGE', `--queue ends in ${pathname}, expected the number of a database or nothing`, {
      advice,
    });
  }
  return `${protocol}//${username === '' ? '' : `${username}@`}${host}${pathname}`;
}
