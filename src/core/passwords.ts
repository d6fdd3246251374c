import type { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { foldName } from './names.ts'

/** NIST SP 800-63B-4 §3.1.1: length and blocklists, no composition rules unless a population must have them. */
export interface PasswordPolicy {
  /** characters (code points); 15, or 12 where a phone, TOTP or passkey is already proven in this flow */
  readonly minLength: number
  readonly maxLength: number
  readonly needsComposition?: boolean
}
export type PasswordProblem =
  | 'password-short'
  | 'password-long'
  | 'password-personal'
  | 'password-common'
  | 'password-composition'

export const longestPassword = 128

export function passwordPolicy(
  lengths: { readonly min_length: number; readonly min_length_with_factor: number },
  hasProvenFactor: boolean,
): PasswordPolicy {
  return {
    minLength: hasProvenFactor ? lengths.min_length_with_factor : lengths.min_length,
    maxLength: longestPassword,
  }
}

/** The same password typed on two keyboards is one: NFKC before hashing and comparing (SP 800-63B-4 §3.1.1.2). */
export const normalizePassword = (typed: string): string => typed.normalize('NFKC')

/** What the person's own data must leave over for the rest to be a password. */
const ownRest = 8

/**
 * @param own what is known of the person: names, username, email, phone, birth date; anything shorter than three
 *   characters is ignored
 * @returns what is wrong with a new password, the first thing only
 */
export async function checkNewPassword(
  password: string,
  policy: PasswordPolicy,
  own: readonly string[],
): Promise<PasswordProblem | undefined> {
  const normal = normalizePassword(password)
  const length = [...normal].length
  if (length > policy.maxLength) return 'password-long'
  if (length < policy.minLength) return 'password-short'
  if (policy.needsComposition && !isComposed(normal)) return 'password-composition'
  const tokens = ownTokens(own)
  if (restWithout(normal, tokens) < ownRest) return 'password-personal'
  const zxcvbn = await strength()
  const parts = [normal.slice(0, judged), normal.slice(-judged)]
  const results = (normal.length > judged ? parts : [normal]).map(part => zxcvbn.check(part, [...tokens]))
  if (results.some(result => result.guessesLog10 >= fewestGuesses)) return undefined
  return results.some(result => result.sequence.some(isOwn)) ? 'password-personal' : 'password-common'
}

/** The estimate costs more the longer the text; a part this long that is strong makes the whole strong. */
const judged = 40
/** Decimal logarithm. A listed password with digits and marks behind it ("Password123456789!") comes to 8. */
const fewestGuesses = 8.5
const isOwn = (match: object): boolean => 'dictionaryName' in match && match.dictionaryName === 'userInputs'

const isComposed = (password: string): boolean =>
  /\p{Lu}/u.test(password) && /\p{Ll}/u.test(password) && /\p{N}/u.test(password) && /[^\p{L}\p{N}\s]/u.test(password)

/** Own data as it would be typed into a password: each word, each number, longest first. */
function ownTokens(own: readonly string[]): readonly string[] {
  const parts = own.flatMap(value => {
    const digits = value.replace(/\D/g, '')
    // birth dates are typed in every order, phones from their end
    const date = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value)
    const orders = date
      ? [`${date[2]}${date[3]}${date[1]}`, `${date[3]}${date[2]}${date[1]}`, date[1] ?? '']
      : [digits.slice(-10), digits.slice(-7)]
    return [foldName(value), ...value.split(/[^\p{L}\p{M}\p{N}]+/u).map(foldName), digits, ...orders]
  })
  return [...new Set(parts.filter(part => [...part].length >= 3))].sort((a, b) => b.length - a.length)
}

const restWithout = (password: string, tokens: readonly string[]): number =>
  [...tokens.reduce((rest, token) => rest.split(token).join(''), foldName(password))].length +
  // marks and spaces are worth something, but not as much as a letter that was chosen
  Math.floor([...password.replace(/[\p{L}\p{M}\p{N}]/gu, '')].length / 2)

let loading: Promise<ZxcvbnFactory> | undefined
/** The word lists are some megabytes: read when the first password is chosen, then kept. Nothing leaves the machine. */
const strength = (): Promise<ZxcvbnFactory> => {
  loading ??= loadStrength()
  return loading
}
async function loadStrength(): Promise<ZxcvbnFactory> {
  const [core, common, english, spanish] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
    import('@zxcvbn-ts/language-es-es'),
  ])
  const lists = { ...english.dictionary, ...spanish.dictionary }
  const wanted = Object.entries(lists).filter(([name]) => !/wikipedia|lastnames-en/.test(name))
  return new core.ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...Object.fromEntries(wanted) },
    graphs: common.adjacencyGraphs,
    maxLength: longestPassword,
    l33tMaxSubstitutions: 20,
  })
}
