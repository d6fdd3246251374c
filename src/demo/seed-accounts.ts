import { createReadStream } from 'node:fs'
import { sourceKey } from '../core/names.ts'
import { normalizeAnswer } from '../core/security-questions.ts'
import { newAuthenticatorSecret } from '../factors/index.ts'
import { issueAccessCode } from '../operations/access-codes.ts'
import { importAccounts } from '../operations/account-import.ts'
import { activateAccount } from '../operations/activation.ts'
import { addAuthenticator, setSecurityQuestion } from '../operations/factors.ts'
import type { House } from '../operations/house.ts'
import { issueInvitation } from '../operations/invitations.ts'
import { createPerson } from '../operations/new-account.ts'
import { newId, now } from '../platform/index.ts'
import { findSelfAccount } from '../store/account-links.ts'
import { isUsernameTaken } from '../store/accounts.ts'
import type { Transaction } from '../store/index.ts'
import { findPatientBySource } from '../store/patients.ts'
import { type DemoPatient, importedFile, patientsOrganization, readPatients, type SeededAccount } from './people.ts'
import { type DemoState, saveState } from './state.ts'

export const actor = 'cli:demo'
type Chosen = Pick<
  Parameters<typeof createPerson>[3],
  'username' | 'passwordHash' | 'language' | 'termsVersion' | 'notices'
>

/** Somebody who would rather sign in at once, with what they have to confirm it; twice changes nothing. */
export async function bringAccount(
  house: House,
  seeded: SeededAccount,
  { state, dataDir }: { readonly state: DemoState; readonly dataDir: string },
): Promise<void> {
  const patientId = seeded.patient ? await findPatientId(house, seeded.patient) : undefined
  const isThere = patientId
    ? await findSelfAccount(house.db, patientId)
    : await isUsernameTaken(house.db, house.sealer, seeded.username)
  if (isThere) return
  const { username, question } = seeded
  const secret = seeded.hasAuthenticator && (state.authenticators[username] ?? newAuthenticatorSecret(house.random))
  if (secret) {
    // known before the account is: a demo that was killed in between still shows it
    state.authenticators = { ...state.authenticators, [username]: secret }
    await saveState(dataDir, state)
  }
  const code = patientId ? await issueCode(house, patientId) : undefined
  const answerHash = question && (await house.hasher.hash(normalizeAnswer(question.answer)))
  const chosen: Chosen = {
    username,
    passwordHash: await house.hasher.hash(seeded.password),
    language: 'en',
    termsVersion: house.settings.terms.version,
    notices: {},
  }
  const at = now()
  await house.db.transaction().execute(async tx => {
    const accountId =
      code && patientId
        ? await activate(tx, house, { seeded, chosen, codeId: code.id, patientId }, at)
        : await createProvider(tx, house, { seeded, chosen }, at)
    if (secret) await addAuthenticator(tx, house, { accountId, secret, name: 'Demo app', step: 0 }, at)
    if (question && answerHash)
      await setSecurityQuestion(tx, house, { accountId, question: question.id, answerHash }, at)
  })
}

/** An account as a finished activation leaves it. */
async function activate(
  tx: Transaction,
  house: House,
  from: {
    readonly seeded: SeededAccount
    readonly chosen: Chosen
    readonly codeId: string
    readonly patientId: string
  },
  at: Date,
): Promise<string> {
  const { seeded, chosen, codeId, patientId } = from
  const patient = readPatients().find(({ id }) => id === seeded.patient) as DemoPatient
  const result = await activateAccount(
    tx,
    house,
    {
      ...chosen,
      language: patient.language === 'es' ? 'es' : 'en',
      codeId,
      patientId,
      profile: { given: patient.given_name.split(' ')[0] as string, family: patient.family_name },
      phone: patient.phones[0] as string,
      ...(patient.emails[0] ? { email: patient.emails[0] } : {}),
      ...(seeded.option ? { securityOption: seeded.option } : {}),
      evidence: [],
      evidenceUntil: at,
      contactsOfRecord: [],
      journey: { flowId: newId(), reference: 'DEM-SED', ip: '127.0.0.1', device: 'demo' },
    },
    at,
  )
  if (result.kind === 'refused') throw new Error(`the demo's account ${seeded.username}: ${result.problem}`)
  return result.accountId
}

/** Somebody who works there and is no patient: two factors at every sign-in. */
async function createProvider(
  tx: Transaction,
  house: House,
  { seeded, chosen }: { readonly seeded: SeededAccount; readonly chosen: Chosen },
  at: Date,
): Promise<string> {
  const { provider, username } = seeded
  if (!provider) throw new Error(`the demo's account ${username} is nobody's`)
  const { given, family, email, phone } = provider
  const id = newId()
  const person = { ...chosen, profile: { given, family }, email, phone }
  if (!(await createPerson(tx, house, { id, population: 'provider' }, person, at)))
    throw new Error(`the demo's username ${username} is taken: use --reset`)
  return id
}

/** Accounts of an older system, whose owners confirm and choose the rest at their first sign-in. */
export async function bringImported(house: House): Promise<void> {
  const report = await importAccounts(house, { input: createReadStream(importedFile), actor })
  if (report.rejectedCount > 0)
    throw new Error(`the demo's imported accounts were not taken: ${JSON.stringify(report)}`)
}

/** A mail with a link for somebody who has no account yet; a new one at each start, since the inbox forgets. */
export async function bringInvitation(house: House, patient: string): Promise<void> {
  const patientId = await findPatientId(house, patient)
  if (await findSelfAccount(house.db, patientId)) return
  const result = await issueInvitation(house, {
    organization: patientsOrganization,
    patientId,
    origin: 'staff',
    issuedBy: actor,
    reason: 'demo',
  })
  if (result.kind === 'refused') throw new Error(`the demo's patient ${patient} was not invited: ${result.problem}`)
}

export async function findPatientId(house: House, id: string): Promise<string> {
  const patient = await findPatientBySource(house.db, house.sealer, sourceKey(patientsOrganization, id))
  if (!patient) throw new Error(`the demo's patient ${id} is not in the registry: use --reset`)
  return patient.id
}

/** @throws Error where no code can be made, which the demo's own people rule out */
export async function issueCode(house: House, patientId: string) {
  const result = await issueAccessCode(house, {
    organization: patientsOrganization,
    patientId,
    channel: 'letter',
    issuedBy: actor,
    reason: 'demo',
  })
  if (result.kind === 'refused' || !result.letter) throw new Error(`no access code: ${JSON.stringify(result)}`)
  return { id: result.id, letter: result.letter }
}
