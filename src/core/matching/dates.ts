import { isRealDate } from '../dates.ts'
import type { Reason } from './reasons.ts'

/** Dates that systems and clerks write where none is known; the zero days of spreadsheets and databases among them. */
const placeholders = new Set([
  '1111-11-11',
  '1753-01-01',
  '1800-01-01',
  '1899-12-30',
  '1899-12-31',
  '1900-01-01',
  '1901-01-01',
])
export const isPlaceholderDate = (iso: string): boolean => placeholders.has(iso)

export type DateComparison = Extract<Reason, `birth-date-${string}`>

/** How two birth dates stand to each other. Symmetric. A placeholder scores nothing, for or against. */
export function compareBirthDates(one: string, other: string): DateComparison {
  if (isPlaceholderDate(one) || isPlaceholderDate(other)) return 'birth-date-placeholder'
  if (!isRealDate(one) || !isRealDate(other)) return 'birth-date-differs'
  if (one === other) return 'birth-date-exact'
  const [digits, others] = [one.replaceAll('-', ''), other.replaceAll('-', '')]
  const places = [...digits].flatMap((digit, index) => (digit === others[index] ? [] : [index]))
  if (places.length === 1) return 'birth-date-digit'
  const monthAndDay = digits.slice(0, 4) + digits.slice(6) + digits.slice(4, 6)
  const [first = 0, second = 0] = places
  const isNeighbours =
    places.length === 2 && second === first + 1 && digits[first] === others[second] && digits[second] === others[first]
  return monthAndDay === others || isNeighbours ? 'birth-date-swap' : 'birth-date-differs'
}

/** The calendar date of a birthday; somebody born on 29 February has it on 1 March, as ISO dates compare. */
export const birthdayOf = (birthDate: string, age: number): string =>
  `${String(Number(birthDate.slice(0, 4)) + age).padStart(4, '0')}${birthDate.slice(4)}`
