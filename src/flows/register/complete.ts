import { evidenceOf, factorOf, type Proof, proofOf } from '../../factors/index.ts'
import type { Completion, StepContext } from '../../flow-engine/index.ts'
import { type RegistrationEnding, registerAccount } from '../../operations/registration.ts'
import { addSeconds } from '../../platform/index.ts'
import { keepUpstream, proofOfUpstream } from '../../steps/index.ts'
import type { Transaction } from '../../store/index.ts'
import { detailsOf, provenEmail, provenPhone, type RegisterFacts } from './facts.ts'
import type { RegisterScene } from './scene.ts'

/**
 * Makes the account. Who is tied to a record goes straight on; anybody else reads first what happens next, in a journey
 * of its own.
 */
export async function completeRegistration(
  tx: Transaction,
  facts: RegisterFacts,
  scene: RegisterScene,
  context: StepContext,
): Promise<Completion> {
  const ending = endingOf(facts)
  // the clinic may have changed the record while the person chose a password
  if (!ending || (ending.kind === 'linked' && !scene.isCertain))
    return { kind: 'denied', problem: 'register-record-changed' }
  const { house, now, ask, visitor, flow } = context
  const details = detailsOf(facts)
  const [email, phone] = [provenEmail(facts), provenPhone(facts)]
  const { factor } = facts.option
  const passkey = factor === 'passkey' ? facts.passkey : undefined
  const question = factor === 'security-question' ? facts.answer : undefined
  // an option that was not set up would be a fault of the steps: it protects nobody, so it is not written
  const isThere = factor === 'passkey' ? passkey : factor === 'security-question' ? question : phone
  const proofs = proofsOf(facts, context)
  const until = addSeconds(now, house.settings.sessions.absolute_seconds)
  const result = await registerAccount(
    tx,
    house,
    {
      person: {
        profile: { given: details.given, family: details.family },
        username: facts.credentials.username,
        passwordHash: facts.credentials.passwordHash,
        language: visitor.language,
        termsVersion: facts.terms.version,
        ...(email ? { email } : {}),
        ...(phone ? { phone } : {}),
        ...(isThere && factor !== 'none' ? { securityOption: factor } : {}),
        ...(passkey ? { passkey } : {}),
        ...(question ? { question } : {}),
        // nobody asked which they want
        notices: {},
      },
      details,
      ending,
      organization: ask.organization,
      ...(ending.kind === 'linked' ? { evidence: { proofs: proofs.map(evidenceOf), until } } : {}),
      journey: {
        flowId: flow.id,
        reference: flow.reference,
        ...(ask.client ? { clientId: ask.client.id } : {}),
        ip: visitor.ip,
        device: visitor.userAgent,
      },
    },
    now,
  )
  if (result.kind === 'refused') return { kind: 'denied', problem: result.problem }
  const { accountId } = result
  if (!(await keepUpstream(tx, facts.upstream, { accountId, basis: 'registration' }, context)))
    return { kind: 'denied', problem: 'insurer-taken' }
  return ending.kind === 'linked'
    ? { kind: 'signed-in', accountId, rememberDevice: true }
    : { kind: 'flow', flow: 'registered', given: { account: { id: accountId, as: ending.kind }, proofs } }
}

function endingOf({ match, patient, place, isNew }: RegisterFacts): RegistrationEnding | undefined {
  switch (match.kind) {
    case 'certain':
      return { kind: 'linked', patientId: match.patientId }
    case 'unsure':
      return isNew
        ? {
            kind: 'prospect',
            ...(place?.location ? { location: place.location } : {}),
            ...(place?.provider ? { provider: place.provider } : {}),
          }
        : undefined
    case 'family':
      return (
        patient && {
          kind: 'family',
          patient: {
            given: patient.given,
            family: patient.family,
            sex: patient.sex,
            birth_date: patient.birthDate,
            ...(patient.postalCode ? { postal_code: patient.postalCode } : {}),
            relationship: patient.relationship,
          },
        }
      )
    case 'has-account':
      return undefined
  }
}

/** What this journey proved, for the session in which it ends. */
function proofsOf(facts: RegisterFacts, { now }: StepContext): readonly Proof[] {
  const subject = { key: 'password', language: 'en', budget: 'anonymous' } as const
  const password = proofOf(factorOf('password'), { now, subject }, { id: 'password', to: '' })
  const codes = [facts.emailProof, facts.phoneProof].filter(proof => proof !== undefined)
  return [password, ...(facts.upstream ? [proofOfUpstream(facts.upstream, 'new')] : []), ...codes]
}
