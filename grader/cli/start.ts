#!/usr/bin/env node
/**
 * Starts the command line. From Node.js 22.1 on, V8's code of its modules is kept in the user's cache, which takes a sixth of
 * the work out of a cold `grade`: it has to be said before the modules are loaded, so nothing else may be imported here.
 */
import module from 'node:module';
import { cacheFolder } from '../cache/folder.js';

/** Not declared for Node.js 20, which does not have it. */
const { enableCompileCache } = module as { readonly enableCompileCache?: (folder: string) => unknown };
if (enableCompileCache !== undefined) {
  // Node's own place for it is shared by all users
  const folder = cacheFolder('compiled');
  if (folder.ok) enableCompileCache(folder.path);
}
await import('./main.js');
