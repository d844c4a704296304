/**
 * The program that reads what was handed in: archives, models, a class's metadata, source maps, lines of code. It runs in the sandbox and runs
 * nothing of the student's. What it cannot read it says; what kills it is told by the parent, who limits it.
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

/** What the one file is called that is read in parts. */
const FILE = 'file';

/** What is read in parts, from one request to the next. */
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
      return { header: { type: 'model' }, body: readModel(root, request.path, sizes) };
    }
    case 'metadata': {
      // a parser of YAML that hardly any reader needs
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
  // a stream of a damaged archive may fail after nobody reads it any more
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
