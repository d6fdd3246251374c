import type { ConsoleForm } from '../../../core/console/index.ts'
import { text } from '../../../core/index.ts'
import type { Called } from '../../api/in-process.ts'
import { type ConsoleAct, FormTrouble, type Place } from '../contract.ts'
import { reasonField } from '../fields.ts'
import { chosenRecord, type KnownCandidate, recordFields } from './candidates.ts'

export type Application = Called<'applications.get'>['body']

const queue = '/console/applications'
/** Closed lists of the operator API, in the order in which a clerk thinks of them. */
const questions = ['other-name', 'other-contact', 'last-visit', 'entitlement'] as const
const denials = ['no-record', 'details-differ', 'not-entitled', 'no-answer', 'duplicate', 'misuse'] as const

/** What can be decided, the likeliest open. */
export function decisionForms(
  place: Place,
  { representative, question }: Application,
  known: readonly KnownCandidate[],
): readonly ConsoleForm[] {
  return [
    {
      kind: 'form',
      act: 'approve',
      heading: text('console.application.approve'),
      lead: [text('console.application.approve.lead')],
      fields: [
        ...recordFields(place, known),
        ...(representative
          ? [
              {
                kind: 'text',
                name: 'basis',
                label: text('console.application.basis'),
                hint: text('console.application.basis.hint'),
              } as const,
            ]
          : []),
        reasonField,
      ],
      submit: text('console.application.approve.submit'),
    },
    ...(question
      ? []
      : [
          {
            kind: 'form',
            act: 'ask',
            folded: text('console.application.ask'),
            lead: [text('console.application.ask.lead')],
            fields: [
              {
                kind: 'radio',
                name: 'question',
                label: text('console.application.question'),
                options: questions.map(value => ({ value, label: text(`apply.question.${value}`) })),
              },
              reasonField,
            ],
            submit: text('console.application.ask.submit'),
          } as const,
        ]),
    {
      kind: 'form',
      act: 'deny',
      folded: text('console.application.deny'),
      lead: [text('console.application.deny.lead')],
      fields: [
        {
          kind: 'radio',
          name: 'because',
          label: text('console.application.because'),
          options: denials.map(value => ({ value, label: text(`console.application.because.${value}`) })),
        },
        reasonField,
      ],
      submit: text('console.application.deny.submit'),
      isDangerous: true,
    },
  ]
}

export const resendForm: ConsoleForm = {
  kind: 'form',
  act: 'resend',
  folded: text('console.application.resend'),
  lead: [text('console.application.resend.lead')],
  fields: [reasonField],
  submit: text('console.application.resend.submit'),
}

const idOf = ({ params: { id = '' } }: Place) => ({ params: { id } })

export const decisions: Readonly<Record<string, ConsoleAct>> = {
  approve: {
    async handle(place, typed) {
      const patient = await chosenRecord(place, typed)
      const basis = typed.maybe('basis')
      if (!basis && 'basis' in typed.values)
        throw new FormTrouble({ field: 'basis', said: text('console.problem.basis-missing') })
      const { outcome } = (
        await place.api.call('applications.decide', {
          ...idOf(place),
          body: { decision: { kind: 'approve', patient, ...(basis ? { basis } : {}) }, reason: typed.text('reason') },
        })
      ).body
      return { go: queue, notice: `application-${outcome}` }
    },
  },
  ask: {
    async handle(place, typed) {
      const question = questions.find(each => each === typed.text('question'))
      if (!question) throw new FormTrouble({ field: 'question', said: text('console.application.question.wanted') })
      const body = { decision: { kind: 'ask', question }, reason: typed.text('reason') } as const
      await place.api.call('applications.decide', { ...idOf(place), body })
      return { go: queue, notice: 'application-asked' }
    },
  },
  deny: {
    async handle(place, typed) {
      const because = denials.find(each => each === typed.text('because'))
      if (!because) throw new FormTrouble({ field: 'because', said: text('console.application.because.wanted') })
      const body = { decision: { kind: 'deny', because }, reason: typed.text('reason') } as const
      await place.api.call('applications.decide', { ...idOf(place), body })
      return { go: queue, notice: 'application-denied' }
    },
  },
  resend: {
    async handle(place, typed) {
      const { mail } = (
        await place.api.call('applications.resend', { ...idOf(place), body: { reason: typed.text('reason') } })
      ).body
      return { go: `${queue}/${place.params.id}`, notice: `application-mailed-${mail}` }
    },
  },
}
