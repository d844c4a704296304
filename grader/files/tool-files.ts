/**
 * Lists the files and folders that systems and tools leave behind, for both intake, which does not copy them, and data
 * sets, in which they need no row. Must not contain names that a student might use.
 */

/** In lower case, because the systems that write them ignore case. */
const LEFT_BEHIND = new Set([
  '.ds_store',
  'thumbs.db',
  'ehthumbs.db',
  'desktop.ini',
  '__macosx',
  '.spotlight-v100',
  '.trashes',
  '.fseventsd',
  '.appledouble',
  '.localized',
  '$recycle.bin',
  'system volume information',
  '.directory',
  '.git',
  '.svn',
  '.hg',
  'node_modules',
  '__pycache__',
  '.ipynb_checkpoints',
  '.idea',
  '.vscode',
  '.vs',
]);
/** AppleDouble files, the swap and backup files of vi and emacs, and the locks of LibreOffice and Excel. */
const PATTERNS = [/^\._/, /^\..+\.sw[a-p]$/, /^.+~$/, /^\.#/, /^#.+#$/, /^\.~lock\..*#$/, /^~\$/];

/** True for a file or folder that a tool leaves behind. */
export function isLeftBehind(name: string): boolean {
  return LEFT_BEHIND.has(name.toLowerCase()) || PATTERNS.some((pattern) => pattern.test(name));
}

/** Files that keep or describe a folder for git and do not belong to its content. */
const KEEPERS = new Set(['.gitkeep', '.keep', '.gitignore', '.gitattributes']);

/** True for a path with a part that a tool leaves behind, and for a file that only keeps its folder. */
export function isNoContent(path: string): boolean {
  const parts = path.split('/');
  return KEEPERS.has(parts.at(-1) ?? '') || parts.some(isLeftBehind);
}
