import { z } from 'zod'
import { type Option, type Text, text } from '../../../core/index.ts'
import { defineStep } from '../../../flow-engine/index.ts'
import { isMemberAsserted, matchMember } from '../../../operations/member-linking.ts'
import { memberName, type Upstream } from '../../../steps/index.ts'
import { type InsurerFacts, ways } from '../facts.ts'
import { isMemberProven } from '../member.ts'
import type { InsurerScene } from '../scene.ts'

type Way = (typeof ways)[number]

/** What can be offered, by what the insurer says and where; nothing of the registry. */
function offeredWays({ upstream }: Partial<InsurerFacts>, { chosen, mayRegister }: InsurerScene): readonly Way[] {
  const mayBeFound = chosen?.linking.by_member_id === true && upstream && isMemberAsserted(upstream.attributes)
  return ways.filter(way => (way === 'member' ? mayBeFound : way === 'register' ? mayRegister : true))
}

/**
 * The insurer knows the person and we do not yet: by which proof of their own they are tied to an account. An email or
 * a name that an account has too changes nothing here.
 */
export const haveAccount = defineStep<InsurerFacts, InsurerScene>()({
  name: 'have-account',
  needs: ['upstream'],
  gives: ['way', 'member'],
  required: (facts, { known }) => facts.upstream !== undefined && known === undefined,
  input: z.object({ factor: z.enum(ways, 'choose-one') }),
  limits: ['address', 'flow'],
  texts: ['problem.choose-one', ...ways.flatMap(way => [`insurer.way.${way}`, `insurer.way.${way}-help`])],
  // whatever a look-up finds is answered after the same time
  answersEvery: ({ house }) => house.settings.matching.answer_ms,
  page: (facts, scene) => ({
    kind: 'choice',
    name: 'have-account',
    title: text('insurer.have.title'),
    field: 'factor',
    legend: legendOf(facts.upstream, scene.chosen?.name ?? ''),
    options: offeredWays(facts, scene).map(
      (way): Option => ({
        value: way,
        label: text(`insurer.way.${way}`),
        help: text(`insurer.way.${way}-help`),
        ...(facts.way === way ? { checked: true } : {}),
      }),
    ),
    submit: text('verify.continue'),
  }),
  async handle({ house, now, ask, visitor }, facts, scene, { factor: way }) {
    const { upstream } = facts
    const insurer = scene.chosen
    if (!upstream || !insurer || !offeredWays(facts, scene).includes(way))
      return { kind: 'retry', problem: 'choose-one', field: 'factor' }
    if (way !== 'member') return { kind: 'advance', facts: { way, member: {} }, audit: { details: { way } } }
    const asked = {
      organization: ask.organization,
      insurer,
      name: { issuer: upstream.issuer, subject: upstream.subject },
      attributes: upstream.attributes as Parameters<typeof matchMember>[1]['attributes'],
      ip: visitor.ip,
    }
    const { why, ...member } = await matchMember(house, asked, now)
    return {
      kind: 'advance',
      facts: { way, member },
      audit: {
        ...(member.patientId ? { patientId: member.patientId } : {}),
        details: { way, match: why, ...(member.isTrusted ? { trusted: true } : {}) },
      },
    }
  },
})

function legendOf(upstream: Upstream | undefined, name: string): Text {
  const member = upstream && memberName(upstream)
  return member ? text('insurer.have.legend-as', { name, member }) : text('insurer.have.legend', { name })
}

/** Their record has an account already: its own sign-in connects the insurer to it. Told to who proved the record. */
export const recordHasAccount = defineStep<InsurerFacts, InsurerScene>()({
  name: 'has-account',
  needs: ['member'],
  gives: ['owner'],
  required: (facts, { record }) => isMemberProven(facts) && record?.selfAccountId !== undefined,
  input: z.object({}),
  limits: ['address'],
  page: (_facts, { chosen }, { paths }) => ({
    kind: 'notice',
    tone: 'plain',
    name: 'insurer-has-account',
    title: text('insurer.owner.title'),
    lead: [text('insurer.owner.lead', { name: chosen?.name ?? '' })],
    submit: text('insurer.owner.submit'),
    ...(paths.recover ? { links: [{ href: paths.recover, label: text('insurer.owner.forgotten') }] } : {}),
  }),
  handle: async () => ({ kind: 'advance', facts: { owner: 'sign-in' } }),
})
