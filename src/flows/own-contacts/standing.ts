import { z } from 'zod'
import { text } from '../../core/index.ts'
import { type AnyFlow, defineStep, type Flow } from '../../flow-engine/index.ts'
import { makePrimaryContact, removalProblem, removeOwnContact } from '../../operations/own-contacts.ts'
import { minutes } from '../../platform/index.ts'
import { finishAccountChange, freshProofFacts, freshProofSteps, personIn } from '../../steps/index.ts'
import { isPrimary, type OwnContact, ofKind, optionOf, shownOf } from './contacts.ts'
import { loadScene, type OwnContactsScene } from './scene.ts'

const standingFacts = z.object({ ...freshProofFacts, contact: z.string(), agreed: z.literal(true) })
type StandingFacts = z.output<typeof standingFacts>

/** What can be done with a contact that is there: `remove` or `primary`, also the first part of its texts. */
interface Act {
  readonly flow: string
  readonly path: string
  readonly texts: 'contacts.remove' | 'contacts.primary'
  readonly notice: string
  /** Those that it can be done with. */
  among(scene: OwnContactsScene): readonly OwnContact[]
  problem(scene: OwnContactsScene, id: string): string | undefined
  readonly problems: readonly string[]
  readonly operation: typeof removeOwnContact
}

const nothingToDo = (act: Act) =>
  ({
    kind: 'notice',
    tone: 'end',
    name: `${act.flow}-nothing`,
    title: text(`${act.texts}.title`),
    lead: [text(`${act.texts}.nothing`)],
    ways: [{ href: '/account', label: text('contacts.back') }],
  }) as const

const chooseContact = (act: Act) =>
  defineStep<StandingFacts, OwnContactsScene>()({
    name: 'choose-contact',
    needs: [],
    gives: ['contact', 'freshSince'],
    required: () => true,
    input: z.object({ contact: z.string('choose-one').min(1, 'choose-one').max(60, 'choose-one') }),
    limits: ['address'],
    texts: ['problem.choose-one', ...act.problems.map(code => `problem.${code}`)],
    page({ contact }, scene) {
      const among = act.among(scene)
      if (among.length === 0) return nothingToDo(act)
      return {
        kind: 'choice',
        name: act.flow,
        title: text(`${act.texts}.title`),
        field: 'contact',
        legend: text(`${act.texts}.legend`),
        options: among.map(each => optionOf(personIn(scene), each, contact)),
        submit: text('verify.continue'),
        links: [{ href: '/account', label: text('contacts.back') }],
      }
    },
    async handle({ now }, _facts, scene, input) {
      const chosen = act.among(scene).find(({ id }) => id === input.contact)
      if (!chosen) return { kind: 'retry', problem: 'choose-one', field: 'contact' }
      const problem = act.problem(scene, chosen.id)
      if (problem) return { kind: 'retry', problem, field: 'contact' }
      return { kind: 'advance', facts: { contact: chosen.id, freshSince: now } }
    },
  })

const confirmStep = (act: Act) =>
  defineStep<StandingFacts, OwnContactsScene>()({
    name: 'confirm-contact',
    needs: ['contact'],
    gives: ['agreed'],
    required: () => true,
    input: z.object({}),
    limits: ['address'],
    page({ contact }, scene) {
      const chosen = personIn(scene).factors.contacts.find(({ id }) => id === contact)
      return {
        kind: 'notice',
        tone: 'plain',
        name: `${act.flow}-confirm`,
        title: text(`${act.texts}.confirm-title`),
        lead: [...(chosen ? [shownOf(personIn(scene), chosen)] : []), text(`${act.texts}.confirm`)],
        submit: text(`${act.texts}.submit`),
        links: [
          { href: './choose-contact', label: text('contacts.other') },
          { href: '/account', label: text('contacts.back') },
        ],
      }
    },
    handle: async () => ({ kind: 'advance', facts: { agreed: true } }),
  })

const standingFlow = (act: Act): Flow<StandingFacts, OwnContactsScene> => ({
  name: act.flow,
  entry: { path: act.path, needs: 'session' },
  ttl: minutes(30),
  facts: standingFacts,
  given: [],
  steps: [
    ...freshProofSteps<StandingFacts, OwnContactsScene>({ purpose: `account.${act.flow}` }),
    chooseContact(act),
    confirmStep(act),
  ],
  scene: (read, _facts, context) => loadScene(read, context),
  async complete(tx, facts, scene, context) {
    if (!scene.person) return { kind: 'denied', problem: 'session-ended' }
    const problem = await finishAccountChange(tx, { facts, scene }, context, change =>
      act.operation(tx, context.house, { ...change, id: facts.contact }, context.now),
    )
    return problem ? { kind: 'denied', problem } : { kind: 'done', notice: act.notice }
  },
})

export const removeContact: AnyFlow = standingFlow({
  flow: 'remove-contact',
  path: '/account/contacts/remove',
  texts: 'contacts.remove',
  notice: 'contact-removed',
  among: ({ person }) => person?.factors.contacts ?? [],
  problem: (scene, id) => removalProblem(personIn(scene).factors.contacts, id, personIn(scene).username),
  problems: ['contact-last', 'contact-is-username', 'last-second-factor'],
  operation: removeOwnContact,
})

export const primaryContact: AnyFlow = standingFlow({
  flow: 'primary-contact',
  path: '/account/contacts/primary',
  texts: 'contacts.primary',
  notice: 'contact-primary',
  among: ({ person }) =>
    person
      ? person.factors.contacts.filter(
          contact => ofKind(person, contact.kind).length > 1 && !isPrimary(person, contact),
        )
      : [],
  problem: () => undefined,
  problems: [],
  operation: makePrimaryContact,
})
