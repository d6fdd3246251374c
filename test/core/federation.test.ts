import { expect, test } from '@jest/globals'
import { type Acr, acrLevels, meetsAcr } from '../../src/core/assurance.ts'
import { upstreamEvidence } from '../../src/core/federation.ts'

const at = new Date('2026-01-15T12:00:00Z')
const met = (acr: string | undefined, map: Record<string, Acr>, ceiling: Acr) =>
  acrLevels.filter(level =>
    meetsAcr([upstreamEvidence({ ...(acr ? { acr } : {}) }, { assurance: { map, ceiling } }, at)], level, at),
  )
const [one, , two, strongest] = acrLevels

/** What an insurer's word is worth: what the operator wrote of it, and never a passkey. */
test.each<[string, string | undefined, Record<string, Acr>, Acr, readonly Acr[]]>([
  ['what the operator mapped', 'mfa', { mfa: two }, two, [one, two]],
  ['capped', 'mfa', { mfa: two }, one, [one]],
  ['the strongest of ours is not in its gift', 'mfa', { mfa: strongest }, strongest, [one, two]],
  ['one of our own names, unmapped', strongest, {}, strongest, [one]],
  ['a name that every object has', 'constructor', {}, strongest, [one]],
  ['nothing said', undefined, { mfa: two }, two, [one]],
])('%s', (_what, acr, map, ceiling, levels) => {
  expect(met(acr, map, ceiling)).toEqual(levels)
})
