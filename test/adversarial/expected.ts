/**
 * The expected result of each attack: the outcomes that `forward` may have, and the one that `backward` must have.
 * Attacks on intake (links, `../`, bombs, odd names) are in intake-*.test.ts, those on models in intake-models and
 * image-models, those on the decoder of images in data-set-decode.
 */
import type { Place } from './places.js';

export interface Expected {
  readonly forward: readonly string[];
  /** `returned 1` where nothing is said: the honest function of the same file keeps its marks. */
  readonly backward?: string;
  /** It needs seconds for what it tries, as V8 does before it gives up on a full heap. */
  readonly slow?: true;
  /** It only counts what it can reach, and changes nothing that another attack counts: they share one submission. */
  readonly counts?: true;
  /** What stops it is the worker or the parent, which are the same in every place: one place tries it in `npm test`. */
  readonly anywhere?: true;
  /**
   * What stops it is the same whichever user the driver runs it as: of the two places of the confine driver, the container
   * tries it in `npm test`.
   */
  readonly anyUser?: true;
  /** What is found where a driver has a gap that it reports. */
  readonly gaps?: Readonly<Partial<Record<Place, readonly string[]>>>;
}

const LOST = { forward: ['RUNTIME_ERROR'] };
const NOTHING = { forward: ['returned 0', 'RUNTIME_ERROR'] };
/** For an attack that counts. */
const NONE = { ...NOTHING, counts: true } as const;
const TIME = { forward: ['TIME_LIMIT'] };
/** Nothing that can be loaded, or nothing that can be believed. */
const whole = (code: string): Expected => ({ forward: [code], backward: code });
const anywhere = (expected: Expected): Expected => ({ ...expected, anywhere: true });

const anyUser = (expected: Expected): Expected => ({ ...expected, anyUser: true });

const VIOLATION = whole('PROTOCOL_VIOLATION');

export const EXPECTED: Readonly<Record<string, Expected>> = {
  // time
  'loops-forever.ts': anyUser(TIME),
  'loops-while-loading.js': anywhere(whole('TIME_LIMIT')),
  'sleeps-forever.js': anyUser(TIME),
  // nothing is left to wait for, so the process ends by itself
  'promises-forever.js': anywhere({ forward: ['RUNTIME_ERROR', 'TIME_LIMIT'] }),
  'thenable-bomb.js': anywhere(TIME),
  'getter-never-returns.js': anywhere(TIME),
  'proxy-bomb.js': anywhere({ forward: ['TIME_LIMIT', 'MEMORY_LIMIT', 'returned unusable'] }),
  'slow-regular-expression.js': anywhere(TIME),
  'ignores-signals.js': TIME,
  'to-string-bomb.js': anywhere({ forward: ['TIME_LIMIT', 'returned unusable'] }),
  'awaits-at-top.ts': anywhere(whole('LOAD_FAILED')),
  // memory: filling it takes processor time too, and on a slow machine that limit comes first
  'grows-wasm.js': anyUser({ forward: ['MEMORY_LIMIT', 'RUNTIME_ERROR', 'TIME_LIMIT'] }),
  // V8 itself stops it, by the flags that it starts with everywhere
  'heap-bomb.js': anywhere({ forward: ['MEMORY_LIMIT', 'TIME_LIMIT'], slow: true }),
  'buffer-bomb.js': { forward: ['MEMORY_LIMIT', 'RUNTIME_ERROR', 'TIME_LIMIT'] },
  'shared-memory-bomb.js': anyUser({ forward: ['MEMORY_LIMIT', 'RUNTIME_ERROR', 'TIME_LIMIT'] }),
  'giant-tensor.ts': anywhere(LOST),
  'recursion.js': anywhere(LOST),
  // processes
  'forks.js': LOST,
  'leaves-grandchild.js': NONE,
  'signals-others.js': { ...NONE, slow: true },
  'slows-others.js': NONE,
  // its memory is what limits threads where its user does other things as well
  'starts-threads.js': { ...LOST, slow: true, gaps: { user: ['returned 1'] } },
  'opens-inspector.js': NONE,
  'loads-addon.js': NONE,
  'kills-everything.js': { forward: ['returned 1', 'RUNTIME_ERROR'] },
  // output
  'floods-stdout.js': anyUser({ forward: ['OUTPUT_LIMIT'] }),
  'floods-stderr-without-errors.js': anywhere({ forward: ['OUTPUT_LIMIT'] }),
  'floods-while-loading.js': anywhere(whole('OUTPUT_LIMIT')),
  'huge-error-message.js': anywhere(LOST),
  'throws-odd-things.js': anywhere(LOST),
  // frames
  'forges-score.js': anyUser(VIOLATION),
  'forges-surplus-reply.js': anywhere(VIOLATION),
  'forges-surplus-while-loading.js': anywhere(whole('PROTOCOL_VIOLATION')),
  'forges-4gb-frame.js': anywhere(VIOLATION),
  'forges-truncated-frame.js': anywhere(LOST),
  'forges-endless-frames.js': anywhere(VIOLATION),
  'forges-garbage.js': anywhere(VIOLATION),
  'forges-overlapping-tensors.js': anywhere(VIOLATION),
  'forges-large-reply.js': anywhere(VIOLATION),
  'answers-far-too-much.js': anywhere({ forward: ['returned unusable', 'MEMORY_LIMIT'] }),
  'exports-endlessly.js': anywhere({ forward: ['returned 1'] }),
  'forges-deep-json.js': anywhere(VIOLATION),
  'forges-prototype.js': anywhere(VIOLATION),
  'closes-channel.js': anyUser(VIOLATION),
  // the end of the process
  'exits-cleanly.js': anywhere(LOST),
  'exits-137.js': LOST,
  'aborts.js': anyUser(LOST),
  'exits-while-loading.js': anywhere(whole('LOAD_FAILED')),
  'rejects-later.js': anywhere({ forward: ['returned 1'] }),
  'leaves-timers.js': anywhere({ forward: ['returned 1'] }),
  // language
  'patches-builtins.ts': anywhere({
    forward: ['returned 3', 'returned unusable', 'RUNTIME_ERROR', 'PROTOCOL_VIOLATION'],
    backward: 'any',
  }),
  'replaces-members.js': anywhere({ forward: ['returned 0'] }),
  'prototype-outputs.js': anywhere({ forward: ['returned 2'] }),
  // files, network, identity
  'reads-files.js': NONE,
  'reads-environment.js': NONE,
  'reads-paths.js': { ...NONE, gaps: { user: ['returned 5'] } },
  'reads-machine.js': { ...NONE, gaps: { container: ['returned 3'], user: ['returned 3'] } },
  'reads-grader.js': NONE,
  'probes-names.js': { ...NONE, gaps: { user: ['returned 0', 'returned 5'] } },
  'sets-modes.js': NONE,
  'becomes-root.js': NONE,
  'uses-netlink.js': NONE,
  'reads-descriptors.js': NONE,
  'writes-files.js': NONE,
  'uses-network.js': NONE,
  'imports-builtin.ts': anywhere(whole('LOAD_FAILED')),
  'imports-package.ts': anywhere(whole('LOAD_FAILED')),
  'imports-host-file.ts': anywhere(whole('LOAD_FAILED')),
  'imports-by-template.js': anywhere(LOST),
};
