/** A command to type again, for those who stopped it or left. Must not print the password of a queue. */
import { shownUrl } from '../queue/url.js';
import { quoted } from '../text/quoted.js';

type Value = string | number | readonly string[] | undefined;

/** `words` are the command and its arguments. Options without a value are left out, those of lists are repeated. */
export function givenAgain(words: readonly string[], options: Readonly<Record<string, Value>>): string {
  const given = Object.entries(options).flatMap(([name, value]) =>
    [value ?? []].flat().map((one) => `--${name} ${shown(name, String(one))}`),
  );
  return ['tuxgrade', ...words.map(quoted), ...given].join(' ');
}

function shown(name: string, value: string): string {
  return quoted(name === 'queue' ? shownUrl(value) : value);
}
