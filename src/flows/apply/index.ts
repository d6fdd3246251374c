/**
 * Application for access: who has no code and no phone of record says who they are, and staff answer. May not import
 * another flow. Invariant: nobody is looked up, so no page, mail or time can tell whether anybody is on record.
 */

import { networkOf } from '../../core/networks.ts'
import { phoneCountryOf } from '../../core/phones.ts'
import type { Completion, Flow, LimitRegistry, StepContext } from '../../flow-engine/index.ts'
import { submitApplication } from '../../operations/applications.ts'
import { hours } from '../../platform/index.ts'
import type { Transaction } from '../../store/index.ts'
import { findOrganization } from '../../store/organizations.ts'
import { type ApplyFacts, applyFacts, provenEmail } from './facts.ts'
import type { ApplyScene } from './scene.ts'
import { birthDate, forWhom, names, notOffered } from './steps/begin.ts'
import { emailSteps, enterPhone, noEmail, send } from './steps/send.ts'

export { appliedFlow } from './applied.ts'
export { applicationFlow } from './status.ts'

export const applyFlow: Flow<ApplyFacts, ApplyScene> = {
  name: 'apply',
  entry: { path: '/apply' },
  // the mail may be read in the evening
  ttl: hours(24),
  facts: applyFacts,
  given: [],
  steps: [notOffered, forWhom, birthDate, names, ...emailSteps, noEmail, enterPhone, send],
  async scene(read, _facts, { now, ask, visitor }) {
    const organization = await findOrganization(read, ask.organization)
    const settings = organization?.settings ?? {}
    return {
      now,
      language: visitor.language,
      timeZone: organization?.timeZone ?? 'UTC',
      phoneCountry: phoneCountryOf(settings),
      isOpen: organization !== undefined && settings.applications !== false,
    }
  },
  complete: completeApplication,
}

async function completeApplication(
  tx: Transaction,
  facts: ApplyFacts,
  scene: ApplyScene,
  { house, now, ask, visitor, flow }: StepContext,
): Promise<Completion> {
  const email = provenEmail(facts)
  if (!email || !scene.isOpen) return { kind: 'denied', problem: 'apply-not-offered' }
  const { applicant, person, representative, phone, postalCode } = facts
  await submitApplication(
    tx,
    house,
    {
      organization: ask.organization,
      details: {
        patient: { given: person.given, family: person.family, sex: person.sex, birth_date: facts.birth },
        ...(applicant === 'self' ? {} : { representative: { ...representative, relationship: applicant } }),
        email,
        ...(phone ? { phone } : {}),
        ...(postalCode ? { postal_code: postalCode } : {}),
        language: visitor.language,
        terms_version: facts.terms.version,
      },
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
  return { kind: 'flow', flow: 'applied', given: { reference: flow.reference } }
}

/** What one mailbox and one network may put into the queue in a day. */
export const applyLimits: LimitRegistry = {
  'application-email': {
    rule: ({ house: { settings } }) => ({ points: settings.limits.application_email_points, seconds: hours(24) }),
    key: ({ ask }, _input, facts) => `${ask.organization}|${provenEmail(facts as Partial<ApplyFacts>)}`,
  },
  'application-network': {
    rule: ({ house: { settings } }) => ({ points: settings.limits.application_network_points, seconds: hours(24) }),
    key: ({ visitor }) => networkOf(visitor.ip),
  },
}
