/**
 * Which versions of Node.js can run the program. Must run on versions that cannot: it is compiled for old ones, and
 * imports nothing.
 */

/** The first version of each line that can; those in between, and before, lack what our libraries or we call. */
const FROM = [
  { major: 22, minor: 12 },
  { major: 20, minor: 19 },
] as const;
/** The first line of which every version can. */
const ALL_FROM = 23;

/** What to say of a version such as `18.20.8`; null if it can. */
export function whyNotOn(version: string): string | null {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major >= ALL_FROM || FROM.some((one) => one.major === major && minor >= one.minor)) return null;
  const others = FROM.map((one) => `${String(one.major)} from ${String(one.major)}.${String(one.minor)}`);
  return `tuxgrade needs Node.js ${String(ALL_FROM)} or newer, ${others.join(' or ')}, and this is ${version}.\nInstall the version named LTS at https://nodejs.org, and try again.\n`;
}
