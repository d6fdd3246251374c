const simple = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase()

/**
 * Usernames to suggest, the same on every visit of one journey: name in use and four digits.
 * @param seed keyed hash over what the journey is about, so that nobody else can foresee them
 */
export function usernameSuggestions(name: { given: string; family: string }, seed: Buffer): readonly string[] {
  const stem = [simple(name.given), simple(name.family)]
    .filter(part => part !== '')
    .join('.')
    .slice(0, 40)
  return [0, 2, 4].map(at => `${stem || 'portal'}${1000 + (seed.readUInt16BE(at) % 9000)}`)
}
