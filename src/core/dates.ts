/** What a person typed into the three fields of a birth date. */
export interface DateParts {
  readonly day?: string
  readonly month?: string
  readonly year?: string
}
export type BirthDateProblem = 'birth-date-missing' | 'birth-date-year' | 'birth-date-not-real' | 'birth-date-future'
export type BirthDateResult =
  /** ISO 8601 calendar date */
  | { readonly date: string; readonly problem?: undefined }
  /** `part` names the field to go to */
  | { readonly problem: BirthDateProblem; readonly part: keyof DateParts; readonly date?: undefined }

const isoDate = /^(\d{4})-(\d{2})-(\d{2})$/

/** Whether an ISO calendar date exists: not the 30th of February, not month 13, not year 0. */
export function isRealDate(iso: string): boolean {
  const [, year, month, day] = isoDate.exec(iso) ?? []
  if (!year || !month || !day || Number(year) < 1) return false
  const at = new Date(0)
  at.setUTCFullYear(Number(year), Number(month) - 1, Number(day))
  return at.getUTCMonth() === Number(month) - 1 && at.getUTCDate() === Number(day)
}

/** Reads a birth date from three fields. `today` is the person's calendar date: {@link localDate}. */
export function parseBirthDate(parts: DateParts, today: string): BirthDateResult {
  const day = (parts.day ?? '').trim()
  const month = (parts.month ?? '').trim()
  const year = (parts.year ?? '').trim()
  if (!month) return { problem: 'birth-date-missing', part: 'month' }
  if (!day) return { problem: 'birth-date-missing', part: 'day' }
  if (!year) return { problem: 'birth-date-missing', part: 'year' }
  if (!/^\d{4}$/.test(year)) return { problem: 'birth-date-year', part: 'year' }
  if (!/^\d{1,2}$/.test(month)) return { problem: 'birth-date-not-real', part: 'month' }
  if (!/^\d{1,2}$/.test(day)) return { problem: 'birth-date-not-real', part: 'day' }
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  if (!isRealDate(date)) return { problem: 'birth-date-not-real', part: Number(month) > 12 ? 'month' : 'day' }
  if (date > today) return { problem: 'birth-date-future', part: 'year' }
  return { date }
}

const calendars = new Map<string, Intl.DateTimeFormat>()
/** Making one costs more than a hundred uses. */
function calendarOf(timeZone: string): Intl.DateTimeFormat {
  let calendar = calendars.get(timeZone)
  if (!calendar) {
    calendar = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    })
    calendars.set(timeZone, calendar)
  }
  return calendar
}

/** The calendar date at an instant in a time zone (IANA name). */
export function localDate(at: Date, timeZone: string): string {
  const parts = calendarOf(timeZone).formatToParts(at)
  const part = (type: string): string => parts.find(found => found.type === type)?.value ?? ''
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`
}

/** Whole years at an instant, by the calendar of the organisation's time zone; born on 29 February, one ages on 1 March. */
export function ageOn(birthDate: string, at: Date, timeZone: string): number {
  const today = localDate(at, timeZone)
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4))
  return today.slice(5) < birthDate.slice(5) ? years - 1 : years
}

/** So many working days later: Saturdays and Sundays of that time zone do not count. */
export function workingDaysAfter(at: Date, count: number, timeZone: string): Date {
  let [day, left] = [at, count]
  while (left > 0) {
    day = new Date(day.getTime() + 86_400_000)
    const weekday = new Date(`${localDate(day, timeZone)}T00:00:00Z`).getUTCDay()
    if (weekday !== 0 && weekday !== 6) left -= 1
  }
  return day
}

/** Whether the runtime knows a time zone by this IANA name. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name })
    return true
  } catch {
    return false
  }
}
