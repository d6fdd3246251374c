import type { Language } from '../../core/index.ts'
import type { Population } from '../../core/sign-in-policy.ts'
import type { FactorScene } from '../../factors/index.ts'
import type { StepContext } from '../../flow-engine/index.ts'
import { deviceLabel } from '../../operations/known-devices.ts'
import { findAccountContacts } from '../../store/account-contacts.ts'
import { findAccountFactors } from '../../store/account-factors.ts'
import { findAccount } from '../../store/accounts.ts'
import { type Reader, together } from '../../store/index.ts'
import { hasRefusedPasskey } from '../../store/passkeys.ts'
import { hasAcceptedTerms } from '../../store/terms.ts'
import type { SignInFacts } from './facts.ts'

export interface SignInScene {
  readonly now: Date
  /** Levels that the portal asked for, and its floor. */
  readonly asked: { readonly acr: readonly string[]; readonly floor?: string }
  /** Nothing is looked up before a password was right: there is nobody yet. */
  readonly person?: {
    readonly population: Population
    readonly language: Language
    readonly username: string
    readonly preferred?: string
    readonly factors: FactorScene
    readonly areTermsDue: boolean
    /** This device can make a passkey, and nobody said "Not now" lately. */
    readonly mayOfferPasskey: boolean
  }
  /** What this device may be called, where it can make a passkey. */
  readonly device?: string
}

export async function loadScene(
  read: Reader,
  facts: Partial<SignInFacts>,
  { house, now, visitor, ask }: Pick<StepContext, 'house' | 'now' | 'visitor' | 'ask'>,
): Promise<SignInScene> {
  const asked = { acr: ask.acr ?? [], ...(ask.floor ? { floor: ask.floor } : {}) }
  if (!facts.account) return { now, asked }
  const { id, canMakePasskey } = facts.account
  const scene = { now, asked, ...(canMakePasskey ? { device: deviceLabel(visitor.userAgent) } : {}) }
  const [account, contacts, enrolled, isAccepted, hasRefused] = await together(read, each =>
    Promise.all([
      findAccount(each, house.sealer, id),
      findAccountContacts(each, house.sealer, id),
      findAccountFactors(each, id),
      hasAcceptedTerms(each, id, 'terms', house.settings.terms.version),
      canMakePasskey ? hasRefusedPasskey(each, id, now) : true,
    ]),
  )
  if (account?.status !== 'active') return scene
  return {
    ...scene,
    person: {
      population: account.population,
      language: account.language,
      username: account.username,
      ...(account.securityOption ? { preferred: account.securityOption } : {}),
      factors: {
        accountId: id,
        hasPassword: account.hasPassword,
        contacts: contacts.filter(contact => contact.verifiedAt !== undefined),
        enrolled,
      },
      areTermsDue: !isAccepted,
      mayOfferPasskey: !hasRefused,
    },
  }
}
