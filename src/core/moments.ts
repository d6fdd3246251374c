import type { Language } from './texts.ts'

/** A day as people of a language write it, in the clinic's time zone. */
export const tellDay = (at: Date, language: Language, timeZone: string | undefined): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: timeZone ?? 'UTC' }).format(at)

/** Day and time of day. */
export const tellMoment = (at: Date, language: Language, timeZone: string | undefined): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', timeZone: timeZone ?? 'UTC' }).format(at)
