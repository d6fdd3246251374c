import type { InsurerObject } from '../core/objects/insurer.ts'
import { addSeconds, days, newId } from '../platform/index.ts'
import { findInsurers, updateCertificateTold } from '../store/insurers.ts'
import { recordAudit } from './audit.ts'
import type { House } from './house.ts'

/** What a refresh found; a connector's own answer is more than this. */
export type Watched =
  | {
      readonly kind: 'metadata'
      readonly certificates: readonly { readonly fingerprint: string; readonly notAfter: Date }[]
    }
  | { readonly kind: 'refused'; readonly problem: string; readonly reason: string }

/** Days before the end of a certificate when operators are told (EXPERIENCE.md), and how often they are told again. */
const noticeDays = 30
const againDays = 7

/**
 * Fetches the metadata of every insurer that is offered, anew, and tells operators of certificates that end soon: in the
 * log, in the audit, and as a number that an alarm can stand on.
 * @param refresh how an insurer is asked: its connector's own way
 * @param signal stops it after the insurer that is asked
 */
export async function watchInsurers(
  house: House,
  refresh: (insurer: InsurerObject) => Promise<Watched>,
  at: Date,
  signal?: AbortSignal,
): Promise<void> {
  for (const { object } of await findInsurers(house.db, house.sealer)) {
    if (signal?.aborted) return
    if (!object.enabled) continue
    const found = await refresh(object)
    if (found.kind === 'refused') {
      house.log.warn('insurer.not-refreshed', { insurer: object.id, reason: found.reason })
      continue
    }
    // during a roll-over the last one to end counts: the other is on its way out
    const ends = found.certificates.map(({ notAfter }) => notAfter.getTime())
    if (ends.length > 0) await tellOfCertificate(house, object.id, new Date(Math.max(...ends)), at)
  }
}

async function tellOfCertificate(house: House, insurer: string, endsAt: Date, at: Date): Promise<void> {
  const left = Math.floor((endsAt.getTime() - at.getTime()) / (days(1) * 1000))
  house.metrics.upstreamCertificate(insurer, left)
  if (left > noticeDays) return
  await house.db.transaction().execute(async tx => {
    if (!(await updateCertificateTold(tx, insurer, addSeconds(at, -days(againDays)), at))) return
    house.log.warn('insurer.certificate-ends', { insurer })
    await recordAudit(tx, house, {
      type: 'insurer.certificate-ends',
      outcome: 'success',
      actor: 'system:insurers',
      correlationId: newId(),
      details: { insurer, endsAt: endsAt.toISOString(), daysLeft: left },
    })
  })
}
