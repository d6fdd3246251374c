import type { Language } from '../../core/index.ts'
import type { Population } from '../../core/sign-in-policy.ts'
import type { FactorScene } from '../../factors/index.ts'
import type { House } from '../../operations/house.ts'
import { findAccountContacts } from '../../store/account-contacts.ts'
import { findAccountFactors } from '../../store/account-factors.ts'
import { findAccount } from '../../store/accounts.ts'
import { type Reader, together } from '../../store/index.ts'
import { hasAcceptedTerms } from '../../store/terms.ts'
import type { SignInFacts } from './facts.ts'

export interface SignInScene {
  readonly now: Date
  /** Nothing is looked up before a password was right: there is nobody yet. */
  readonly person?: {
    readonly population: Population
    readonly language: Language
    readonly preferred?: string
    readonly factors: FactorScene
    readonly areTermsDue: boolean
  }
}

export async function loadScene(
  read: Reader,
  facts: Partial<SignInFacts>,
  house: Pick<House, 'sealer' | 'settings'>,
  at: Date,
): Promise<SignInScene> {
  if (!facts.account) return { now: at }
  const { id } = facts.account
  const [account, contacts, enrolled, isAccepted] = await together(read, each =>
    Promise.all([
      findAccount(each, house.sealer, id),
      findAccountContacts(each, house.sealer, id),
      findAccountFactors(each, id),
      hasAcceptedTerms(each, id, 'terms', house.settings.terms.version),
    ]),
  )
  if (account?.status !== 'active') return { now: at }
  return {
    now: at,
    person: {
      population: account.population,
      language: account.language,
      ...(account.securityOption ? { preferred: account.securityOption } : {}),
      factors: {
        accountId: id,
        hasPassword: account.hasPassword,
        contacts: contacts.filter(contact => contact.verifiedAt !== undefined),
        enrolled,
      },
      areTermsDue: !isAccepted,
    },
  }
}
