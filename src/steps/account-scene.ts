import type { Evidence } from '../core/assurance.ts'
import type { Language } from '../core/index.ts'
import { type Policy, resolvePolicy } from '../core/policy.ts'
import type { Population } from '../core/sign-in-policy.ts'
import type { FactorScene } from '../factors/index.ts'
import type { StepContext } from '../flow-engine/contract.ts'
import { addSeconds } from '../platform/index.ts'
import { findAccountContacts } from '../store/account-contacts.ts'
import { type AccountFactor, findAccountFactors } from '../store/account-factors.ts'
import { findAccount } from '../store/accounts.ts'
import { findSessionEvidence } from '../store/evidence.ts'
import { type Reader, together } from '../store/index.ts'
import { findPolicyParts } from '../store/policies.ts'
import { findSession, sessionHash } from '../store/sessions.ts'

/** Whoever changes something on their own account, as the database has them now. */
export interface AccountPerson {
  readonly accountId: string
  /** The session in which they do it: it lives on when all others end. */
  readonly sessionUid: string
  readonly population: Population
  readonly username: string
  readonly name: { readonly given: string; readonly family: string }
  readonly language: Language
  /** The factor kind that they chose as their security option. */
  readonly preferred?: string
  readonly factors: FactorScene
  /** The same as `factors.enrolled`, with when. */
  readonly enrolled: readonly AccountFactor[]
  /** Every proof of this session that still counts. */
  readonly evidence: readonly Evidence[]
  /** What the installation and this population want of sensitive changes. */
  readonly policy: Pick<Policy, 'sensitive' | 'enrol_on_the_way'>
}
/** `person` is left out where the session in which the journey began has ended: then nothing may go on. */
export interface AccountScene {
  readonly now: Date
  readonly person?: AccountPerson
}

/** The scene of a flow with `entry.needs: 'session'`. */
export async function loadAccountScene(
  read: Reader,
  { house, now, ask }: Pick<StepContext, 'house' | 'now' | 'ask'>,
): Promise<AccountScene> {
  const { accountId, sessionUid } = ask.signedIn ?? {}
  if (!accountId || !sessionUid) return { now }
  const { sealer, settings } = house
  const [session, account, contacts, enrolled, evidence, parts] = await together(read, each =>
    Promise.all([
      findSession(each, sessionHash(sealer, sessionUid)),
      findAccount(each, sealer, accountId),
      findAccountContacts(each, sealer, accountId),
      findAccountFactors(each, accountId),
      findSessionEvidence(each, sealer, { uid: sessionUid, accountId }, now),
      findPolicyParts(each, accountId, ask.organization),
    ]),
  )
  const idleSince = addSeconds(now, -settings.sessions.idle_seconds)
  const isAlive = session?.accountId === accountId && session.expiresAt > now && session.lastActiveAt > idleSince
  if (!isAlive || account?.status !== 'active') return { now }
  return {
    now,
    person: {
      accountId,
      sessionUid,
      population: account.population,
      username: account.username,
      name: { given: account.profile.given, family: account.profile.family },
      language: account.language,
      ...(account.securityOption ? { preferred: account.securityOption } : {}),
      factors: {
        accountId,
        hasPassword: account.hasPassword,
        contacts: contacts.filter(contact => contact.verifiedAt !== undefined),
        enrolled,
      },
      enrolled,
      evidence,
      policy: resolvePolicy(parts.levels, { ...parts, at: now }),
    },
  }
}

/** @throws Error where the session ended: no step that calls this can be entered then. */
export function personIn(scene: AccountScene): AccountPerson {
  if (!scene.person) throw new Error('the session of this journey has ended')
  return scene.person
}
