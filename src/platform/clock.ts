/**
 * The time, in one place. Tests move `Date` itself, since oidc-provider and jose read `Date.now()`; SQL never reads
 * the clock, so every statement gets its time from here.
 */
export const now = (): Date => new Date(Date.now())

/** `at` plus a number of seconds (may be negative). */
export const addSeconds = (at: Date, seconds: number): Date => new Date(at.getTime() + seconds * 1000)

export const minutes = (count: number): number => count * 60
export const hours = (count: number): number => count * 3600
export const days = (count: number): number => count * 86_400
