import type { MemberAttributes } from '../core/federation.ts'
import type { InsurerObject } from '../core/objects/insurer.ts'
import { addSeconds, hours, newId, newToken } from '../platform/index.ts'
import { mayBeginSignIn } from '../store/account-claims.ts'
import { findUpstreamAccount, type UpstreamName } from '../store/account-upstreams.ts'
import { createInsurerTest } from '../store/insurer-tests.ts'
import { findInsurer } from '../store/insurers.ts'
import { findOrganizations } from '../store/organizations.ts'
import { recordAudit } from './audit.ts'
import type { House } from './house.ts'
import { findOfMember } from './member-linking.ts'

const linkLife = hours(1)

/** A link for one real sign-in that shows what comes of it and keeps nothing. @returns undefined for an unknown insurer */
export async function makeInsurerTest(
  house: House,
  test: { readonly insurer: string; readonly actor: string },
  at: Date,
): Promise<{ readonly link: string; readonly expiresAt: Date } | undefined> {
  const row = await findInsurer(house.db, house.sealer, test.insurer)
  if (!row) return undefined
  const token = newToken(house.random)
  const expiresAt = addSeconds(at, linkLife)
  await house.db.transaction().execute(async tx => {
    await createInsurerTest(tx, house.sealer, { token, insurer: row.id, madeBy: test.actor, expiresAt }, at)
    await recordAudit(tx, house, {
      type: 'insurer.test-made',
      outcome: 'success',
      actor: test.actor,
      correlationId: newId(),
      details: { insurer: row.id },
    })
  })
  return { link: `${house.settings.issuer}/insurer-test/${token}`, expiresAt }
}

/** What a sign-in like this would lead to, and why. */
export const testVerdicts = ['signs-in', 'closed', 'code', 'no-code', 'asks'] as const
export type TestVerdict = (typeof testVerdicts)[number]
export const testReasons = [
  'known',
  'account-closed',
  'unknown',
  'disabled',
  'member-id-off',
  'no-member-id',
  'no-name',
  'no-birth-date',
  'one-record',
  'checked-at-desk',
  'no-record',
  'several-records',
  'no-phone',
] as const
export type TestReason = (typeof testReasons)[number]

/** Judges an identity as a sign-in would, at every organisation where the insurer is offered. Writes nothing. */
export async function judgeIdentity(
  house: House,
  insurer: InsurerObject,
  { name, attributes }: { readonly name: UpstreamName; readonly attributes: MemberAttributes },
  at: Date,
): Promise<{ readonly verdict: TestVerdict; readonly reasons: readonly TestReason[] }> {
  const off: readonly TestReason[] = insurer.enabled ? [] : ['disabled']
  const known = await findUpstreamAccount(house.db, house.sealer, name)
  if (known) {
    const mayBegin = await mayBeginSignIn(house.db, known.accountId, at)
    return mayBegin
      ? { verdict: 'signs-in', reasons: ['known', ...off] }
      : { verdict: 'closed', reasons: ['known', 'account-closed', ...off] }
  }
  const missing: TestReason[] = [
    ...(insurer.linking.by_member_id ? [] : (['member-id-off'] as const)),
    ...(attributes.memberId ? [] : (['no-member-id'] as const)),
    ...(attributes.family ? [] : (['no-name'] as const)),
    ...(attributes.birthDate ? [] : (['no-birth-date'] as const)),
  ]
  if (missing.length > 0) return { verdict: 'asks', reasons: ['unknown', ...missing, ...off] }
  const places = insurer.organizations ?? (await findOrganizations(house.db)).map(({ id }) => id)
  const found = await Promise.all(
    places.map(organization => findOfMember(house, { organization, insurer, attributes }, at)),
  )
  const best = found.find(({ patientId }) => patientId) ?? found.find(({ why }) => why !== 'none')
  const whys = { none: 'no-record', several: 'several-records', 'no-phone': 'no-phone', one: 'one-record' } as const
  const reasons: readonly TestReason[] = [
    'unknown',
    whys[best?.why ?? 'none'],
    ...(best?.isTrusted ? (['checked-at-desk'] as const) : []),
    ...off,
  ]
  return { verdict: best?.patientId ? (best.isTrusted ? 'no-code' : 'code') : 'asks', reasons }
}
