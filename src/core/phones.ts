import {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max'

/** Line type as far as the numbering plan tells; in North America mobile and landline numbers look alike. */
export type PhoneType = 'mobile' | 'landline' | 'mobile-or-landline' | 'voip' | 'toll-free' | 'premium' | 'unknown'
export interface Phone {
  /** `+15550101234` */
  readonly e164: string
  readonly type: PhoneType
}

const types: Readonly<Record<string, PhoneType>> = {
  MOBILE: 'mobile',
  FIXED_LINE: 'landline',
  FIXED_LINE_OR_MOBILE: 'mobile-or-landline',
  VOIP: 'voip',
  TOLL_FREE: 'toll-free',
  PREMIUM_RATE: 'premium',
  SHARED_COST: 'premium',
}

const homeCountry = 'US'
/** Country whose numbers are written without a country code at an organisation, out of its settings. */
export function phoneCountryOf(settings: { readonly phone_country?: unknown }): string {
  const country = settings.phone_country
  return typeof country === 'string' && isSupportedCountry(country) ? country : homeCountry
}

/**
 * Reads a phone number the way people type it: `(555) 010-1234`, `555.010.1234`, `+34 612 345 678`. A number of the
 * right length is taken even where no such area code is known (numbering plans grow faster than releases). One with an
 * extension is refused: it reaches a switchboard, not a person.
 */
export function parsePhone(text: string, country: string = homeCountry): Phone | undefined {
  const typed = text.trim()
  if (typed.length === 0 || typed.length > 40) return undefined
  const parsed = parsePhoneNumberFromString(typed, { defaultCountry: country as CountryCode, extract: false })
  if (!parsed || parsed.ext || !parsed.isPossible()) return undefined
  return { e164: parsed.number, type: types[parsed.getType() ?? ''] ?? 'unknown' }
}

/** A typed number that codes may go to. Premium numbers cost money at every call: nobody's phone is one. */
export const usablePhone = (text: string, country?: string): string | undefined => {
  const phone = parsePhone(text, country)
  return phone && phone.type !== 'premium' ? phone.e164 : undefined
}

/**
 * Whether a number belongs to one of these countries. Where the numbering plan does not tell which of the countries
 * that share a calling code it is (an area newer than this release), any of them will do.
 */
export function isInCountries(e164: string, countries: readonly string[]): boolean {
  const parsed = parsePhoneNumberFromString(e164)
  if (!parsed) return false
  if (parsed.country) return countries.includes(parsed.country)
  return countries.some(each => isSupportedCountry(each) && getCountryCallingCode(each) === parsed.countryCallingCode)
}

/** Country and area of an E.164 number, `+1 415`: numbers that one fraud would call one after the other. */
export function blockOf(e164: string): string {
  const parsed = parsePhoneNumberFromString(e164)
  const national = parsed?.nationalNumber ?? e164.slice(2)
  return `+${parsed?.countryCallingCode ?? e164.slice(1, 2)} ${national.slice(0, 3)}`
}

/** All that may be shown of a number before the person is known: its last two digits, as in "ending in 34". */
export const maskPhone = (e164: string): string => e164.slice(-2)

/** A number as its owner writes it: `(312) 555-2901` at home, `+34 612 34 56 78` from elsewhere. */
export function readablePhone(e164: string, country: string = homeCountry): string {
  const parsed = parsePhoneNumberFromString(e164)
  if (!parsed) return e164
  const isHome = isSupportedCountry(country) && getCountryCallingCode(country) === parsed.countryCallingCode
  return isHome ? parsed.formatNational() : parsed.formatInternational()
}

/** A number that clerks type where there is none: one digit repeated (however it begins), or counting up. */
export const isPlaceholderPhone = (e164: string): boolean => {
  const digits = e164.slice(-10)
  return /^(\d)\1{6,}$/.test(digits.slice(-7)) || digits === '1234567890' || digits.slice(-7) === '1234567'
}
