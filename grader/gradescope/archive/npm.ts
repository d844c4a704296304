/**
 * Packages for Linux that this machine does not have, as npm has them: npm itself fetches and checks them, with the registry
 * and the cache of this user.
 */
import { createReadStream } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { execa } from 'execa';
import { extract } from 'tar-stream';
import { GraderError } from '../../errors.js';
import { examineName } from '../../files/names.js';
import { makeTemporary } from '../../temporary.js';

/** Returns the folder of the package. */
export type Fetch = (name: string, version: string) => Promise<string>;

/** Seconds: the largest has 50 MB. */
const PATIENCE_MS = 10 * 60_000;
const INSIDE = 'package/';

/** Throws USAGE if npm cannot be started or does not get it. */
export async function fetchFromNpm(name: string, version: string): Promise<string> {
  const folder = makeTemporary();
  const wanted = `${name}@${version}`;
  const args = ['pack', '--ignore-scripts', '--json', '--loglevel=error', '--pack-destination', folder, '--', wanted];
  const { stdout, stderr, exitCode } = await execa('npm', args, { cwd: folder, reject: false, timeout: PATIENCE_MS });
  const file = exitCode === 0 ? /"filename":\s*"([^"]+)"/.exec(stdout)?.[1] : undefined;
  if (file === undefined) {
    const why = stderr.trim().split('\n')[0] ?? '';
    throw new GraderError('USAGE', `npm does not get ${wanted}${why === '' ? ': it does not start' : `: ${why}`}`, {
      advice:
        'Try it again with a connection to the registry of npm, or make the archive on Linux on x86-64, where nothing has to be fetched.',
    });
  }
  // names of packages with a scope are written either way by different versions of npm
  const archive = join(folder, file.replace('@', '').replaceAll('/', '-'));
  const unpacked = join(folder, 'package');
  await unpack(archive, unpacked);
  return unpacked;
}

async function unpack(archive: string, folder: string): Promise<void> {
  const reading = extract();
  const written = (async () => {
    for await (const entry of reading) {
      const { name, type, mode } = entry.header;
      const inside = examineName(name.startsWith(INSIDE) ? name.slice(INSIDE.length) : name);
      const bytes = await buffer(entry);
      if (type !== 'file' || inside.kind !== 'ok') continue;
      const path = join(folder, inside.path);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, bytes);
      await chmod(path, mode & 0o777);
    }
  })();
  await Promise.all([pipeline(createReadStream(archive), createGunzip(), reading), written]);
}
