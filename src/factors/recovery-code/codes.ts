import { newDigits, type Random, type Sealer } from '../../platform/index.ts'

/** How many codes one set has. */
export const recoveryCodeCount = 10
/** 40 bits: far beyond ten guesses in ten minutes. Digits only, which are the same on every keyboard. */
const digits = 12

export const newRecoveryCodes = (random: Random): readonly string[] => {
  const codes = new Set<string>()
  while (codes.size < recoveryCodeCount) codes.add(newDigits(random, digits))
  return [...codes]
}

/** `1234 5678 9012` */
export const groupedCode = (code: string): string => code.match(/.{1,4}/g)?.join(' ') ?? code

/** Spaces and dashes as people type them; undefined where it cannot be one. */
export function readRecoveryCode(typed: string): string | undefined {
  const code = typed.normalize('NFKC').replace(/[\s\-‐-―.]/gu, '')
  return code.length === digits && /^\d+$/.test(code) ? code : undefined
}

/** The account is part of it: a code opens nobody else's. */
export const recoveryCodeHash = (sealer: Sealer, accountId: string, code: string): Buffer =>
  sealer.index('recovery-code', `${accountId}|${code}`)
