import { foldName, nameTokens } from '../names.ts'
import { queryForms, recordForms } from './compare.ts'
import { isPlaceholderDate } from './dates.ts'
import type { MatchQuery, RecordName } from './model.ts'
import { isParticle, type NameForms } from './names.ts'

/**
 * Raised when the keys of a record change: rows that were indexed by an older rule are indexed anew, and nothing is
 * certain until they are.
 */
export const keysVersion = 1
/** Names of one record that are indexed, the legal one first. */
const mostNames = 8
const mostWords = 5

/**
 * What a record is found by: each last name (closed up, and each of several surnames) with the birth date, and each first
 * name with the birth date, for a last name that is misspelt. Equal keys are looked up, so nothing is ever scanned; what
 * differs in its birth date is found by a contact.
 */
export function recordKeys(names: readonly RecordName[], birthDate: string): readonly string[] {
  if (isPlaceholderDate(birthDate)) return []
  return unique(
    names.slice(0, mostNames).flatMap(name => {
      const forms = recordForms(name)
      return [...familyWords(forms), ...givenWords(forms)].map(word => `${word}|${birthDate}`)
    }),
  )
}

/** What a query looks for: the same, and its first name as a last name, for the two may have changed places. */
export function queryKeys(query: MatchQuery): readonly string[] {
  if (isPlaceholderDate(query.birthDate)) return []
  const forms = queryForms(query)
  const swapped = forms.given.length > 0 ? [`f|${forms.given.join('')}`] : []
  return unique([...familyWords(forms), ...swapped, ...givenWords(forms)].map(word => `${word}|${query.birthDate}`))
}

const unique = (keys: readonly string[]): string[] => [...new Set(keys)]

function familyWords({ family }: NameForms): string[] {
  const words = family.length > 1 ? family.filter(word => !isParticle(word)).slice(0, mostWords) : []
  return [family.join(''), ...words].filter(word => word !== '').map(word => `f|${word}`)
}

function givenWords({ given }: NameForms): string[] {
  const [first = ''] = given
  return [given.join(''), first].filter(word => word !== '').map(word => `g|${word}`)
}

/** Whether a query says enough to look for anybody. */
export const isUsable = (query: MatchQuery): boolean =>
  foldName(query.family) !== '' || nameTokens(query.given).length > 0
