/** 32 letters and digits that are not mistaken for each other on paper: no 0, O, 1, I. 10 of them are 50 bits. */
export const accessCodeAlphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
export const accessCodeLength = 10

const shape = new RegExp(`^[${accessCodeAlphabet}]{${accessCodeLength}}$`)

/** A fresh access code, in the form that is indexed. @param random uniform integers, 0 ≤ n < `below` */
export const newAccessCode = (random: { below(below: number): number }): string =>
  Array.from({ length: accessCodeLength }, () => accessCodeAlphabet[random.below(accessCodeAlphabet.length)]).join('')

/** What a person typed or pasted, in the form that is indexed; `undefined` where it cannot be an access code. */
export function normalizeAccessCode(typed: string): string | undefined {
  if (typed.length > 100) return undefined
  const code = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}\u00ad\u200b\u2060]/gu, '')
  return shape.test(code) ? code : undefined
}

/** As it is printed and read out: `7KDM-PQ4X-WN`. */
export const formatAccessCode = (code: string): string => `${code.slice(0, 4)}-${code.slice(4, 8)}-${code.slice(8)}`
