import { existsSync } from 'node:fs';

/** Debian's headless shell has the engine of the whole browser, and starts with a third of its work. */
const EXECUTABLES = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'] as const;

/** Where Chromium is, or would be. */
export const BROWSER = EXECUTABLES.find((path) => existsSync(path)) ?? EXECUTABLES[0];
