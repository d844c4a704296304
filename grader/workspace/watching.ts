/**
 * Notices when work is saved. The system's notices only say when to look: some are missing, and some file systems send
 * none, so that it also looks from time to time. A change counts when it has settled, because editors save in several
 * steps: they truncate and write, or rename the old file and write another.
 */
import { watch, type FSWatcher } from 'node:fs';
import { isHalfWritten, isSameLook, lookAt, type Look } from './stamps.js';

/** After the last notice, nothing may change for so long. */
const QUIET_MS = 100;
/** The same while a file looks as if it was half written. */
const HALF_WRITTEN_MS = 600;
/** The time between looks without a notice; a large folder is looked at less often. */
const LOOK_MS = 1000;
const LOOKS_SHARE = 20;
/** A folder that is renamed or checked out anew is back within this time. */
const GONE_MS = 3000;
/** A system has few notices for each user. */
const MOST_WATCHED = 200;

export interface WatchOptions {
  /** Absolute paths that do not count, such as the page of the result. */
  readonly ignored?: ReadonlySet<string>;
  /** Called at the first sign of a change, before it has settled. */
  readonly onNotice?: () => void;
  readonly signal: AbortSignal;
}

export class Watching {
  readonly #root: string;
  readonly #options: WatchOptions;
  readonly #watchers = new Map<string, FSWatcher>();
  #wake: () => void = () => undefined;
  #notices = 0;

  /** `root` is the absolute path of a folder or an archive. Must be closed. */
  constructor(root: string, options: WatchOptions) {
    this.#root = root;
    this.#options = options;
    options.signal.addEventListener('abort', this.#notice);
  }

  /** What is there now, when it has settled; null if it is gone, or the signal is aborted. */
  async settled(): Promise<Look | null> {
    return await this.#settle(await this.#look(), null);
  }

  /** The same, when it differs from `before`. */
  async changedFrom(before: Look): Promise<Look | null> {
    for (;;) {
      const started = performance.now();
      const seen = this.#notices;
      const look = await this.#look();
      if (!isSameLook(look, before)) {
        this.#options.onNotice?.();
        const after = await this.#settle(look, before);
        // written twice with the same content, or back as it was
        if (!isSameLook(after, before)) return after;
      }
      if (this.#options.signal.aborted) return null;
      const rest = Math.max(LOOK_MS, LOOKS_SHARE * (performance.now() - started));
      if (this.#notices === seen) await this.#pause(rest);
    }
  }

  close(): void {
    this.#options.signal.removeEventListener('abort', this.#notice);
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
    this.#wake();
  }

  /** Looks again until two looks in a row are the same; for longer where a file is half written. */
  async #settle(first: Look | null, before: Look | null): Promise<Look | null> {
    let look = first;
    let waitedMs = QUIET_MS;
    let goneSince: number | null = null;
    while (!this.#options.signal.aborted) {
      await this.#quiet(waitedMs);
      const next = await this.#look();
      const isBetween = isUnfinished(next, before);
      if (next !== null && isSameLook(look, next) && (!isBetween || waitedMs === HALF_WRITTEN_MS)) return next;
      goneSince = next === null ? (goneSince ?? performance.now()) : null;
      if (goneSince !== null && performance.now() - goneSince > GONE_MS) return null;
      waitedMs = isBetween ? HALF_WRITTEN_MS : QUIET_MS;
      look = next;
    }
    return null;
  }

  async #look(): Promise<Look | null> {
    const look = await lookAt(this.#root, this.#options.ignored);
    this.#watch(look?.folders.slice(0, MOST_WATCHED) ?? []);
    return look;
  }

  #watch(folders: readonly string[]): void {
    if (this.#options.signal.aborted) return;
    for (const [folder, watcher] of this.#watchers) if (!folders.includes(folder)) this.#unwatch(folder, watcher);
    for (const folder of folders) {
      if (this.#watchers.has(folder)) continue;
      try {
        const watcher = watch(folder, { persistent: false }, this.#notice);
        this.#watchers.set(folder, watcher);
        // a folder that is removed: its next look tells
        watcher.on('error', () => {
          this.#unwatch(folder, watcher);
        });
      } catch {
        // vanished, or too many: it is looked at from time to time
      }
    }
  }

  #unwatch(folder: string, watcher: FSWatcher): void {
    watcher.close();
    this.#watchers.delete(folder);
  }

  readonly #notice = (): void => {
    this.#notices += 1;
    this.#wake();
  };

  /** Resolves when there was no notice for this time. */
  async #quiet(ms: number): Promise<void> {
    let seen: number;
    do {
      seen = this.#notices;
      await this.#pause(ms);
    } while (this.#notices !== seen && !this.#options.signal.aborted);
  }

  /** Resolves after this time, or at the next notice. */
  async #pause(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = () => undefined;
  }
}

function isUnfinished(now: Look | null, before: Look | null): boolean {
  return now === null || (before !== null && isHalfWritten(before, now));
}
