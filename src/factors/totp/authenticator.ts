import { generateURI, ScureBase32Plugin, verifySync } from 'otplib'
import type { Random } from '../../platform/index.ts'

/** Length of a time step; every app in use knows this one only. */
const period = 30

/** A new secret of 160 bits (RFC 4226 §4), base32. */
export const newAuthenticatorSecret = (random: Random): string => new ScureBase32Plugin().encode(random.bytes(20))

/** What the QR code holds. */
export const authenticatorUri = (secret: string, issuer: string, label: string): string =>
  generateURI({ issuer, label, secret })

/** The key as people type it, in groups of four. */
export const groupedSecret = (secret: string): string => secret.match(/.{1,4}/g)?.join(' ') ?? secret

/**
 * The time step that a code is of, at most one step off (RFC 6238 §5.2).
 * @returns undefined where it is none of them
 */
export function timeStepOf(secret: string, code: string, at: Date): number | undefined {
  const epoch = Math.floor(at.getTime() / 1000)
  const result = verifySync({ secret, token: code, epoch, period, epochTolerance: period })
  return result.valid ? Math.floor(epoch / period) + result.delta : undefined
}
