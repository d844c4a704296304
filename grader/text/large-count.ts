/** A large count in words, with three digits: `15.5 billion`. */
export function inWords(count: number): string {
  const [unit, word] = count >= 1e12 ? [1e12, ' trillion'] : count >= 1e9 ? [1e9, ' billion'] : [1e6, ' million'];
  return `${(count / unit).toPrecision(3)}${word}`;
}
