// Letters that NFKD leaves alone although people type them without their stroke or ligature.
const folded: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ı: 'i',
  ŧ: 't',
  ŋ: 'n',
}
const foldedLetters = new RegExp(`[${Object.keys(folded).join('')}]`, 'gu')
// Only marks that belong to no script of their own (accents); the vowel signs of Devanagari or Thai are letters of a name.
const accents = /[\p{Script=Inherited}\u0483-\u0487]/gu
const apostrophes = /['’‘ʼʻʹ′`´＇]/gu
const notName = /[^\p{L}\p{M}\p{N}]+/gu
const suffixes = new Set(['jr', 'sr', 'ii', 'iii', 'iv'])

const fold = (text: string): string =>
  text
    .replace(apostrophes, '')
    .normalize('NFKD')
    .replace(accents, '')
    .toLowerCase()
    .normalize('NFKD')
    .replace(accents, '')
    .replace(foldedLetters, letter => folded[letter] ?? letter)

/** The parts of a name, folded, in order: `Núñez-O’Brien` gives `nunez`, `obrien`. */
export const nameTokens = (name: string): readonly string[] =>
  fold(name)
    .split(notName)
    .filter(token => token !== '')

/**
 * A name as it is compared: no case, no marks, no apostrophes, hyphens and spaces closed up (`De la Cruz` and
 * `delacruz` are one). Folding twice changes nothing. Matching also looks at `nameTokens`.
 */
export const foldName = (name: string): string => nameTokens(name).join('')

/** Takes a suffix (Jr, Sr, II–IV) off the end of a family name; two different suffixes are two people. */
export function splitSuffix(familyName: string): { name: string; suffix?: string } {
  const name = familyName.trim()
  const match = /^(.*\S)[\s,]+(\S+)$/su.exec(name)
  const suffix = match && foldName(match[2] ?? '')
  if (!match || !suffix || !suffixes.has(suffix)) return { name }
  const rest = (match[1] ?? '').replace(/[\s,]+$/u, '')
  return foldName(rest) === '' ? { name } : { name: rest, suffix }
}

/** What `patients.name_birth_index` is made over: family name without suffix, and birth date. */
export const nameBirthKey = (familyName: string, birthDate: string): string =>
  `${foldName(splitSuffix(familyName).name)}|${birthDate}`

/**
 * What `patients.person_index` is made over: every name and the birth date, with no organisation. All given names count,
 * since twins may share the first. `undefined` without a given name: that much is no sign of one person.
 */
export function personKey(givenNames: readonly string[], familyName: string, birthDate: string): string | undefined {
  const given = foldName(givenNames.join(' '))
  return given === '' ? undefined : `${given}|${nameBirthKey(familyName, birthDate)}`
}

/** What `patients.source_index` is made over. */
export const sourceKey = (organization: string, sourceId: string): string => `${organization}|${sourceId}`

/** What `patients.record_number_index` is made over: case, spaces and dashes do not count. */
export const recordNumberKey = (organization: string, recordNumber: string): string =>
  `${organization}|${recordNumber
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-‐-―]/gu, '')}`

/** A username as it is stored and looked up: compatibility forms (full width, ligatures) and case do not count. */
export const normalizeUsername = (typed: string): string =>
  typed.trim().normalize('NFKC').toLowerCase().normalize('NFKC').trim()

export type UsernameProblem = 'username-length' | 'username-characters'
/**
 * Whether a *new* username may be chosen, after normalisation: 3–64 letters, digits and `. _ - +`, or an email address
 * (which must then be the person's own verified one: not decided here).
 */
export function checkUsername(username: string): UsernameProblem | undefined {
  if (username.length < 3 || username.length > (username.includes('@') ? 254 : 64)) return 'username-length'
  return /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._+\-@]*$/u.test(username) && username.split('@').length <= 2
    ? undefined
    : 'username-characters'
}
