import type { Sealer } from '../../platform/index.ts'
import type { Settings } from '../../settings/index.ts'
import type { StreamRow } from '../../store/audit-stream.ts'
import { detailsPurpose } from '../audit.ts'

type Include = Settings['audit']['stream']['include'][number]

/** One event as it leaves the installation: nobody can be told from it, unless the settings say otherwise. */
export interface StreamEvent {
  readonly position: string
  readonly id: string
  readonly at: string
  readonly type: string
  readonly outcome: string
  readonly actor?: string
  readonly account?: string
  readonly patient?: string
  readonly organization?: string
  readonly client?: string
  readonly correlation: string
  readonly reference?: string
  readonly details?: Readonly<Record<string, unknown>>
}

/** Makes the outward form of events. The same person has the same pseudonym everywhere, and only here. */
export function streamViews(sealer: Sealer, include: readonly Include[]): (row: StreamRow) => StreamEvent {
  const pseudonym = (id: string): string =>
    include.includes('ids') ? id : sealer.index('audit.stream-pseudonym', id).subarray(0, 16).toString('base64url')
  const details = (sealed: Buffer): Readonly<Record<string, unknown>> | undefined => {
    try {
      return sealer.openJson(detailsPurpose, sealed)
    } catch {
      return undefined
    }
  }
  return row => ({
    position: row.position as string,
    id: row.id,
    at: row.at.toISOString(),
    type: row.type,
    outcome: row.outcome,
    ...(row.actor ? { actor: actorOf(row.actor, pseudonym) } : {}),
    ...(row.account_id ? { account: pseudonym(row.account_id) } : {}),
    ...(row.patient_id ? { patient: pseudonym(row.patient_id) } : {}),
    ...(row.organization_id ? { organization: row.organization_id } : {}),
    ...(row.client_id ? { client: row.client_id } : {}),
    correlation: row.correlation_id,
    ...(row.reference ? { reference: row.reference } : {}),
    ...(include.includes('details') && row.details_sealed ? { details: details(row.details_sealed) ?? {} } : {}),
  })
}

/** Programs and parts of our own are nobody; an account, an operator or somebody at a terminal is. */
function actorOf(actor: string, pseudonym: (id: string) => string): string {
  if (/^(client|system):/.test(actor)) return actor
  const [, kind, who] = /^(operator|cli):(.+)$/s.exec(actor) ?? []
  return kind && who ? `${kind}:${pseudonym(who)}` : pseudonym(actor)
}
