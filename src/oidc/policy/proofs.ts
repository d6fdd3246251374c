import type { KoaContextWithOIDC } from 'oidc-provider'
import type { Evidence } from '../../core/assurance.ts'
import type { House } from '../../operations/house.ts'
import { now } from '../../platform/index.ts'
import { bindEvidence, findSessionEvidence } from '../../store/evidence.ts'
import { type Reader, together } from '../../store/index.ts'
import { findPolicyParts, type PolicyParts } from '../../store/policies.ts'
import { objectOf } from '../configuration/clients.ts'
import type { Storage } from '../storage/transactions.ts'

/** What a session's assurance is folded from. */
export interface Proofs {
  readonly accountId: string
  readonly sessionUid: string
  readonly evidence: readonly Evidence[]
  readonly parts: PolicyParts
  readonly at: Date
}

const kept = new WeakMap<object, Proofs>()

/**
 * Ties the flow's proofs to the session (its uid is unknown before) and reads what counts in it, in one packet with
 * what else is asked of the account.
 */
export function findProofsWith<T>(
  house: Pick<House, 'sealer'>,
  storage: Storage,
  ctx: KoaContextWithOIDC,
  also: (read: Reader) => Promise<T>,
): Promise<T> {
  return storage.read(read =>
    together(read, async db => {
      const [answer, proofs] = await Promise.all([also(db), readProofs(db, house, ctx)])
      if (proofs) kept.set(ctx, proofs)
      return answer
    }),
  )
}

/** What was read with the account, or is read now. */
export async function proofsOf(
  house: Pick<House, 'sealer'>,
  storage: Storage,
  ctx: KoaContextWithOIDC,
): Promise<Proofs | undefined> {
  const known = kept.get(ctx)
  const { session } = ctx.oidc
  if (known && known.accountId === session?.accountId && known.sessionUid === session.uid) return known
  return storage.read(read => together(read, db => readProofs(db, house, ctx)))
}

async function readProofs(
  db: Reader,
  { sealer }: Pick<House, 'sealer'>,
  ctx: KoaContextWithOIDC,
): Promise<Proofs | undefined> {
  const { session, client, result } = ctx.oidc
  if (!session?.accountId || !client) return undefined
  const { accountId, uid } = session
  const flowId = result?.login?.flowId
  const at = now()
  // sent one after the other on one connection: what is bound now is found
  const bound = typeof flowId === 'string' && bindEvidence(db, sealer, { flowId, accountId, sessionUid: uid })
  const [evidence, parts] = await Promise.all([
    findSessionEvidence(db, sealer, { uid, accountId }, at),
    findPolicyParts(db, accountId, objectOf(client).organization),
    bound,
  ])
  return { accountId, sessionUid: uid, evidence, parts, at }
}
