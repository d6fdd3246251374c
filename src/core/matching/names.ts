import { foldName, nameTokens, splitSuffix } from '../names.ts'
import { isNickname } from './nicknames.ts'
import type { Reason } from './reasons.ts'

/** A name made ready for comparing: folded, its suffix apart. */
export interface NameForms {
  readonly given: readonly string[]
  readonly family: readonly string[]
  readonly suffix?: string
}
/** What separates two names, each defect one step away from being the same; `undefined`: they are different names. */
export type NameDefects = readonly Reason[] | undefined

/** Words of a last name that alone name nobody: `de la Cruz`, `van den Berg`. */
const particles = new Set(
  'a al bin da das de del della den der di do dos e el ibn la las le los o of san st ter van von y zu'.split(' '),
)
export const isParticle = (token: string): boolean => particles.has(token)
const joined = (tokens: readonly string[]): string => tokens.join('')
const setOf = (tokens: readonly string[]): string => [...new Set(tokens)].sort().join(' ')

/** Folds a name. A suffix may stand at the end of either part; a single name is the family name. */
export function nameForms(given: string, family: string, suffix?: string): NameForms {
  const first = splitSuffix(given)
  const last = splitSuffix(family)
  const own = foldName(suffix ?? '') || last.suffix || first.suffix
  const [givenTokens, familyTokens] = [nameTokens(first.name), nameTokens(last.name)]
  const isSingle = familyTokens.length === 0
  return {
    given: isSingle ? [] : givenTokens,
    family: isSingle ? givenTokens : familyTokens,
    ...(own ? { suffix: own } : {}),
  }
}

/** How far one name is from another. Symmetric. Swapped first and last name is one defect. */
export function compareNames(one: NameForms, other: NameForms): NameDefects {
  const family = compareFamily(one.family, other.family)
  const given = family && compareGiven(one.given, other.given)
  const straight = family && given && [...family, ...given]
  if (straight && straight.length <= 1) return straight
  return better(straight, compareSwapped(one, other))
}

const better = (one: NameDefects, other: NameDefects): NameDefects =>
  !one || (other && other.length < one.length) ? other : one

/** Last names: hyphens and spaces as closed up and as a set of words; one of two surnames is a defect. */
export function compareFamily(one: readonly string[], other: readonly string[]): NameDefects {
  if (joined(one) === joined(other) || setOf(one) === setOf(other)) return one.length > 0 ? [] : undefined
  if (isPartOf(one, other) || isPartOf(other, one)) return ['one-surname']
  return compareLetters(joined(one), joined(other))
}

/** Given names: their order counts, since `José María` and `María José` are two people. */
export function compareGiven(one: readonly string[], other: readonly string[]): NameDefects {
  if (joined(one) === joined(other)) return []
  if (one.length === 0 || other.length === 0) return ['given-name-missing']
  if (setOf(one) === setOf(other)) return ['given-names-reordered']
  const [first = '', ...rest] = one
  const [otherFirst = '', ...otherRest] = other
  const whole = compareLetters(joined(one), joined(other))
  const firsts = first === otherFirst ? [] : compareFirst(first, otherFirst)
  if (!firsts) return whole
  const further = compareFurther(rest, otherRest)
  const parts = [...firsts, ...further]
  return whole && whole.length < parts.length ? whole : parts
}

const compareFirst = (one: string, other: string): NameDefects =>
  isNickname(one, other) ? ['nickname'] : compareLetters(one, other)

/** Names after the first. An initial fits the name that it begins. */
function compareFurther(one: readonly string[], other: readonly string[]): readonly Reason[] {
  if (joined(one) === joined(other)) return []
  const fits = one.every((token, index) => {
    const against = other[index]
    return against === undefined || token === against || isInitial(token, against) || isInitial(against, token)
  })
  // different further names count twice: twins may share the first
  return fits ? ['first-given-name'] : ['middle-names-differ', 'middle-names-differ']
}
const isInitial = (token: string, name: string): boolean => [...token].length === 1 && name.startsWith(token)

function compareSwapped(one: NameForms, other: NameForms): NameDefects {
  if (one.given.length === 0 || other.given.length === 0) return undefined
  const crossed = compareFamily(one.given, other.family)
  const back = compareFamily(one.family, other.given)
  return crossed?.length === 0 && back?.length === 0
    ? ['swapped-names']
    : isFirst(one, other) || isFirst(other, one)
      ? ['swapped-names', 'first-given-name']
      : undefined
}
/** Swapped, and only the first of several given names was written. */
const isFirst = (one: NameForms, other: NameForms): boolean =>
  other.given.length > 1 && joined(one.family) === other.given[0] && joined(one.given) === joined(other.family)

/** Whether the words of one last name are some, not all, of another's. */
function isPartOf(part: readonly string[], whole: readonly string[]): boolean {
  return (
    new Set(part).size < new Set(whole).size &&
    part.every(token => whole.includes(token)) &&
    part.some(token => !isParticle(token))
  )
}

/** One letter more, less or another, or two neighbours that changed places. Names of two letters have no misspelling. */
function compareLetters(one: string, other: string): NameDefects {
  const [short, long] = one.length <= other.length ? [[...one], [...other]] : [[...other], [...one]]
  if (long.length < 3 || long.length - short.length > 1) return undefined
  let start = 0
  while (start < short.length && short[start] === long[start]) start += 1
  let end = 0
  while (end < short.length - start && short[short.length - 1 - end] === long[long.length - 1 - end]) end += 1
  const [left, right] = [short.length - start - end, long.length - start - end]
  if (left <= 1 && right <= 1) return ['one-edit']
  const isSwap = left === 2 && right === 2 && short[start] === long[start + 1] && short[start + 1] === long[start]
  return isSwap ? ['transposition'] : undefined
}
