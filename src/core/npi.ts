/**
 * Whether a National Provider Identifier is well formed: ten digits that begin with 1 or 2, with a Luhn check digit
 * over the prefix 80840 (CMS, "Requirements for NPI check digit"). It names a provider; it proves nothing.
 */
export function isNpi(text: string): boolean {
  if (!/^[12]\d{9}$/.test(text)) return false
  const digits = [...`80840${text}`].reverse().map(Number)
  const sum = digits.reduce((total, digit, place) => {
    const weighted = place % 2 === 1 ? digit * 2 : digit
    return total + (weighted > 9 ? weighted - 9 : weighted)
  }, 0)
  return sum % 10 === 0
}
