/**
 * The reader: a program that reads archives, models, the metadata of a class, source maps and lines of code. It runs in
 * the sandbox and must not run any student code. It reports what it cannot read; the parent limits it, and reports it
 * when it dies.
 */
import { join } from 'node:path';
import type { Frame } from '../protocol/frames.js';
import type { ReadRequest, Sizes } from '../protocol/reader.js';
import { Channel } from '../protocol/channel.js';
import { HandOver } from './archives/hand-over.js';
import { openTarArchive, TooLarge } from './archives/tar.js';
import { openZipArchive } from './archives/zip.js';
import type { MetadataPages } from './metadata/export.js';
import { readModel } from './models/read.js';
import { locate, quote } from './places.js';
import type { Reply } from './reply.js';

/** The name of the file that is read in parts. */
const FILE = 'file';

/** The state between requests of something that is read in parts. */
interface Opened {
  archive: HandOver | null;
  metadata: MetadataPages | null;
}

async function answer({ header, body }: Frame, root: string, opened: Opened): Promise<Reply> {
  const request = header as ReadRequest;
  switch (request.type) {
    case 'open': {
      const path = join(root, FILE);
      opened.archive = new HandOver(
        request.format === 'zip' ? openZipArchive(path) : openTarArchive(path, request.mostBytes),
      );
      return { header: { type: 'opened' } };
    }
    case 'entries':
      return await archiveOf(opened).entries();
    case 'contents':
      return await archiveOf(opened).begin(body);
    case 'more':
      return await archiveOf(opened).more();
    case 'examine-model': {
      const sizes = JSON.parse(new TextDecoder().decode(body)) as Sizes;
      return { header: { type: 'model' }, body: readModel(root, request.path, sizes, request.forms) };
    }
    case 'metadata': {
      // loads a YAML parser, which few readers need
      const { MetadataPages: Pages } = await import('./metadata/export.js');
      opened.metadata ??= new Pages(join(root, FILE));
      return opened.metadata.next();
    }
    case 'locate':
      return { header: { type: 'place', found: locate(root, body, request.positions) } };
    case 'quote':
      return { header: { type: 'place', found: quote(root, request.place) } };
  }
}

function unreadable(error: unknown): Reply {
  return { header: { type: 'unreadable', tooLarge: error instanceof TooLarge } };
}

function archiveOf({ archive }: Opened): HandOver {
  if (archive === null) throw new Error('no archive was opened');
  return archive;
}

async function serve(): Promise<void> {
  const root = process.argv[2] ?? '/submission';
  const channel = new Channel();
  const opened: Opened = { archive: null, metadata: null };
  // a stream of a damaged archive may fail after the last read
  process.on('uncaughtException', () => undefined);
  process.on('unhandledRejection', () => undefined);
  channel.write({ type: 'ready' });
  for (let frame = channel.read(); frame !== null; frame = channel.read()) {
    const reply = await answer(frame, root, opened).catch(unreadable);
    channel.write(reply.header, reply.body);
  }
  process.exit(0);
}

void serve();
