import type { Evidence } from '../core/assurance.ts'
import type { Language } from '../core/index.ts'
import { newId } from '../platform/index.ts'
import { createAccountContact } from '../store/account-contacts.ts'
import { createAccountFactor } from '../store/account-factors.ts'
import { createAccount, type NewAccount } from '../store/accounts.ts'
import { createEvidence } from '../store/evidence.ts'
import type { AccountProfile, Transaction } from '../store/index.ts'
import { createTermsAcceptance } from '../store/terms.ts'
import { setSecurityQuestion } from './factors.ts'
import type { House } from './house.ts'
import { createPasskeyOf, type PasskeyToAdd } from './passkeys.ts'

/** How somebody wants to be asked, beside what they sign in with (`accounts.security_option`). */
export type SecurityOptionKind = 'text-code' | 'voice-code' | 'passkey' | 'security-question'

/** What a person chose and proved on the way to an account, whichever way it was. */
export interface NewPerson {
  readonly profile: AccountProfile
  readonly username: string
  /** argon2id in PHC form; left out where a passkey is what they sign in with */
  readonly passwordHash?: string
  readonly language: Language
  readonly termsVersion: string
  /** verified in this journey */
  readonly email?: string
  /** verified in this journey */
  readonly phone?: string
  readonly securityOption?: SecurityOptionKind
  /** made in this journey */
  readonly passkey?: PasskeyToAdd
  /** the question that was chosen, with the hash of its answer */
  readonly question?: { readonly question: string; readonly hash: string }
  readonly notices: Readonly<Record<string, boolean>>
}

/**
 * Makes an account with its own contacts, its security option and the terms that were accepted, in the caller's
 * transaction; it is tied to nothing yet.
 * @returns false where the username is taken, or the passkey is registered already: the caller rolls back
 */
export async function createPerson(
  tx: Transaction,
  house: House,
  account: { readonly id: string; readonly population: NewAccount['population'] },
  person: NewPerson,
  at: Date,
): Promise<boolean> {
  const { username, profile, language, passwordHash, securityOption, notices } = person
  const created = await createAccount(
    tx,
    house.sealer,
    {
      ...account,
      username,
      profile,
      language,
      ...(passwordHash ? { passwordHash } : {}),
      ...(securityOption ? { securityOption } : {}),
      notices,
    },
    at,
  )
  if (!created) return false
  await createTermsAcceptance(tx, { accountId: account.id, document: 'terms', version: person.termsVersion }, at)
  await createOwnContacts(tx, house, account.id, person, at)
  const { passkey, question } = person
  if (question)
    await setSecurityQuestion(
      tx,
      house,
      { accountId: account.id, question: question.question, answerHash: question.hash },
      at,
    )
  return !passkey || createPasskeyOf(tx, house, account.id, passkey, at)
}

async function createOwnContacts(
  tx: Transaction,
  house: House,
  accountId: string,
  { email, phone, securityOption }: NewPerson,
  at: Date,
): Promise<void> {
  const own = { accountId, verifiedAt: at, primary: true }
  if (email) await createAccountContact(tx, house.sealer, { ...own, id: newId(), kind: 'email', value: email }, at)
  if (!phone) return
  const contactId = newId()
  await createAccountContact(tx, house.sealer, { ...own, id: contactId, kind: 'phone', value: phone }, at)
  if (securityOption === 'text-code' || securityOption === 'voice-code')
    await createAccountFactor(tx, { id: newId(), accountId, kind: securityOption, contactId }, at)
}

/** What was proven in a journey, for the session that it ends in. */
export async function keepEvidence(
  tx: Transaction,
  given: { readonly accountId: string; readonly flowId: string },
  evidence: readonly Evidence[],
  until: Date,
): Promise<void> {
  for (const proof of evidence) await createEvidence(tx, { ...proof, ...given }, until)
}
