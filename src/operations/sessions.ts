import { addSeconds, hours, newId, now } from '../platform/index.ts'
import type { Transaction } from '../store/index.ts'
import { createJob } from '../store/jobs.ts'
import { createLogoutDelivery } from '../store/logout-deliveries.ts'
import {
  findClientsToTell,
  findLapsedSessions,
  findSessionGrants,
  findSessionsOfAccount,
  type SessionRow,
  sessionHash,
  updateSessionEnded,
} from '../store/sessions.ts'
import { updateAccountArtifactsRevoked, updateGrantRevoked } from '../store/token-families.ts'
import { recordAudit } from './audit.ts'
import type { House } from './house.ts'

/** Name of the job that delivers one back-channel logout; its payload is `{ id }`. */
export const logoutJob = 'backchannel-logout'
/** A portal that cannot be reached for so long has ended its own sessions. */
const logoutDeliveryLife = hours(24)
const lapsedAtOnce = 100

type SessionHouse = Pick<House, 'sealer'>

/** Reasons for which a session ends that are the person's own doing. */
const byThePerson: ReadonlySet<string> = new Set(['signed-out', 'ended-by-person'])

/** Puts one back-channel logout into the outbox, in the transaction that ends the session. */
export async function enqueueLogout(
  tx: Transaction,
  house: SessionHouse,
  logout: { readonly clientId: string; readonly accountId: string; readonly sid?: string },
): Promise<void> {
  const at = now()
  const id = newId()
  await createLogoutDelivery(tx, house.sealer, { ...logout, id, expiresAt: addSeconds(at, logoutDeliveryLife) }, at)
  await createJob(tx, { name: logoutJob, payload: { id }, runAt: at, key: `${logoutJob}:${id}` })
}

/**
 * Ends one session and tells its portals. Its bound tokens end with it, since each use looks for the session; what was
 * granted for offline use lives on.
 * @returns false where it had ended before
 */
export async function endSession(
  tx: Transaction,
  house: SessionHouse,
  session: Pick<SessionRow, 'uidHash' | 'accountId'>,
  reason: string,
): Promise<boolean> {
  const at = now()
  if (!(await updateSessionEnded(tx, session.uidHash, at))) return false
  for (const client of await findClientsToTell(tx, house.sealer, session.uidHash))
    await enqueueLogout(tx, house, {
      clientId: client.clientId,
      accountId: session.accountId,
      ...(client.authorization.sid ? { sid: client.authorization.sid } : {}),
    })
  await recordAudit(tx, house, {
    type: 'session.ended',
    outcome: 'success',
    actor: byThePerson.has(reason) ? session.accountId : 'system:sessions',
    accountId: session.accountId,
    correlationId: session.uidHash.toString('hex').slice(0, 16),
    details: { reason },
  })
  return true
}

/**
 * One of a person's sessions ends because they or staff say so, such as that of a lost phone: what its portals were
 * granted ends too, offline use included.
 * @returns false where it had ended before, or is not this account's
 */
export async function endSessionForGood(
  tx: Transaction,
  house: SessionHouse,
  session: Pick<SessionRow, 'uidHash' | 'accountId'>,
  reason: 'ended-by-person' | 'ended-by-staff',
): Promise<boolean> {
  const own = (await findSessionsOfAccount(tx, session.accountId)).some(each => each.uidHash.equals(session.uidHash))
  if (!own || !(await endSession(tx, house, session, reason))) return false
  const at = now()
  for (const grant of await findSessionGrants(tx, session.uidHash)) await updateGrantRevoked(tx, grant, at)
  return true
}

/**
 * A new password or factor, a lock, a revocation: every session, refresh token and opaque token of the account ends with
 * this transaction, and the portals are told.
 * @param except the session in which the person did it, which lives on
 * @returns how many sessions ended
 */
export async function endSessionsOfAccount(
  tx: Transaction,
  house: SessionHouse,
  accountId: string,
  reason: string,
  except?: { readonly sessionUid: string },
): Promise<number> {
  const kept = except && sessionHash(house.sealer, except.sessionUid)
  let ended = 0
  for (const session of await findSessionsOfAccount(tx, accountId))
    if (!kept?.equals(session.uidHash) && (await endSession(tx, house, session, reason))) ended += 1
  await updateAccountArtifactsRevoked(tx, accountId, now(), kept)
  return ended
}

/**
 * Ends sessions that nobody used for too long, or that are too old. They counted for nothing already; this tells the
 * portals. One batch a transaction; for the worker.
 * @returns how many it ended; as many as a batch holds where there may be more
 */
export async function endLapsedSessions(house: Pick<House, 'db' | 'sealer' | 'settings'>): Promise<number> {
  const at = now()
  return house.db.transaction().execute(async tx => {
    const lapsed = await findLapsedSessions(tx, {
      at,
      idleSince: addSeconds(at, -house.settings.sessions.idle_seconds),
      count: lapsedAtOnce,
    })
    for (const session of lapsed) await endSession(tx, house, session, 'lapsed')
    return lapsed.length
  })
}
