/**
 * The worker: runs inside the sandbox and answers one request after the other until the channel closes. It knows inputs
 * and outputs; it must never know labels, references, tolerances or points. Student code runs in this process, so
 * nothing here is a guarantee: the parent must not trust any reply.
 */
import type { Frame } from '../protocol/frames.js';
import type { Reply, Request } from '../protocol/worker.js';
import { countedScriptOf, scriptOf, type Evaluated } from '../runtime/module.js';
import { tf } from '../runtime/tf.js';
import { ArgumentStore } from './arguments.js';
import { answerCall } from './call.js';
import { Channel } from '../protocol/channel.js';
import { describeThrown, type LoadedScript } from './errors.js';
import { load, type LoadedModel } from './loaded-model.js';
import { letMemoryBeAsked } from './memory-usage.js';
import { answerModel } from './model.js';

interface Loaded {
  module: Evaluated;
  /** Also of a module that failed when it was loaded. */
  script: LoadedScript | null;
  readonly store: ArgumentStore;
  model: LoadedModel | null;
}

interface Answer {
  readonly reply: Reply;
  readonly body?: Uint8Array;
}

const MOST_EXPORTS = 50;
const MOST_CHARACTERS = 100;

async function answer(frame: Frame, loaded: Loaded, root: string): Promise<Answer> {
  const request = frame.header as Request;
  switch (request.type) {
    case 'load-module': {
      const { filename, counted } = request;
      const code = new TextDecoder().decode(frame.body);
      const script = counted === true ? countedScriptOf(code, filename, root) : scriptOf(code, filename, root);
      loaded.script = { filename, placeOf: script.placeOf };
      loaded.module = script.run();
      const names = Object.keys(loaded.module.exports).slice(0, MOST_EXPORTS);
      return { reply: { type: 'loaded', exports: names.map((name) => name.slice(0, MOST_CHARACTERS)) } };
    }
    case 'load-model': {
      loaded.model?.free();
      loaded.model = null;
      const model = await load(root, request);
      loaded.model = model;
      const { backend, facts } = model;
      return { reply: { type: 'loaded', exports: [], backend, weights: model.digest(), model: facts } };
    }
    case 'call':
      return answerCall(request, frame.body, { module: loaded.module, root, store: loaded.store });
    case 'predict':
    case 'differentiate':
      if (loaded.model === null) throw new Error('no model was loaded');
      return await answerModel(request, frame.body, loaded.model);
  }
}

/** Otherwise output printed in a loop is buffered until the next turn of the event loop, and lost if there is none. */
function printAtOnce(stream: object): void {
  (stream as { _handle?: { setBlocking?(on: boolean): void } })._handle?.setBlocking?.(true);
}

async function serve(): Promise<void> {
  const root = process.argv[2] ?? '/submission';
  const loaded: Loaded = { module: { exports: {} }, script: null, store: new ArgumentStore(), model: null };
  const channel = new Channel();
  const exit = process.exit.bind(process);
  await tf.setBackend('cpu');
  // otherwise the backend's first use prints a greeting into the student's output
  (tf.backend() as { firstUse?: boolean }).firstUse = false;
  letMemoryBeAsked();
  printAtOnce(process.stdout);
  printAtOnce(process.stderr);
  // an error of a stray promise or timer between two calls does not belong to a call
  process.on('unhandledRejection', () => undefined);
  process.on('uncaughtException', () => undefined);
  channel.write({ type: 'ready' } satisfies Reply);
  for (let frame = channel.read(); frame !== null; frame = channel.read()) {
    let result: Answer;
    try {
      result = await answer(frame, loaded, root);
    } catch (thrown) {
      result = { reply: { type: 'threw', error: describeThrown(thrown, loaded.script) } };
    }
    channel.write(result.reply, result.body);
  }
  exit(0);
}

void serve();
