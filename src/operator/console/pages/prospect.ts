import { type ConsoleForm, type ConsolePage, type ConsoleSection, lines, moment } from '../../../core/console/index.ts'
import { text } from '../../../core/index.ts'
import type { Called } from '../../api/in-process.ts'
import type { ConsoleAct, Place } from '../contract.ts'
import { reasonField } from '../fields.ts'
import {
  chosenRecord,
  comparisons,
  type KnownCandidate,
  knownCandidates,
  recordFields,
  type Written,
} from './candidates.ts'
import { home } from './queue-parts.ts'

export type Prospect = Called<'prospects.get'>['body']

export const prospectsTrail = [home, { href: '/console/prospects', label: text('console.prospects') }] as const
export const pathOf = (id: string | undefined): string => `/console/prospects/${id}`
export const writtenOf = ({ given, family, birth_date, sex, reached_at }: Prospect): Written => ({
  given,
  family,
  birth_date,
  sex,
  contacts: reached_at,
})

/** Somebody who registered: who they say they are, who they may be, and what can be done about it. */
export async function prospectPage(place: Place, prospect: Prospect): Promise<ConsolePage> {
  const isOpen = prospect.state === 'open'
  const known = await knownCandidates(place, prospect.candidates)
  const mayDecide = place.may('prospects', 'write')
  return {
    name: isOpen ? 'prospect' : 'prospect-decided',
    title: `${prospect.given} ${prospect.family}`,
    trail: prospectsTrail,
    sections: [
      ...(isOpen ? [] : [decidedNotice(prospect)]),
      about(prospect),
      ...(isOpen ? comparisons(writtenOf(prospect), known) : []),
      ...(isOpen && mayDecide ? [chooseForm(place, known), dismissForm] : []),
      ...(!isOpen && mayDecide && prospect.undo_until ? [undoForm] : []),
    ],
  }
}

const decidedNotice = ({ state }: Prospect): ConsoleSection => ({
  kind: 'notice',
  tone: 'plain',
  body: [text(`console.prospect.state.${state}.is`)],
})

const about = (prospect: Prospect): ConsoleSection => ({
  kind: 'facts',
  heading: text('console.prospect.about'),
  facts: [
    { label: text('console.candidate.birth-date'), value: { kind: 'day', at: prospect.birth_date } },
    { label: text('console.candidate.sex'), value: text(`console.sex.${prospect.sex}`) },
    { label: text('console.prospect.proven'), value: lines(prospect.reached_at) },
    { label: text('console.application.postal-code'), value: prospect.postal_code ?? '' },
    ...(prospect.location ? [{ label: text('console.prospect.location'), value: prospect.location }] : []),
    ...(prospect.provider ? [{ label: text('console.prospect.provider'), value: prospect.provider }] : []),
    { label: text('console.prospects.registered'), value: moment(prospect.created_at) },
    ...(prospect.undo_until
      ? [{ label: text('console.prospects.undo-until'), value: moment(prospect.undo_until) }]
      : [{ label: text('console.prospects.expires'), value: moment(prospect.expires_at) }]),
  ],
})

const chooseForm = (place: Place, known: readonly KnownCandidate[]): ConsoleForm => ({
  kind: 'form',
  act: 'choose',
  heading: text('console.prospect.choose'),
  lead: [text('console.prospect.choose.lead')],
  fields: recordFields(place, known),
  submit: text('console.prospect.choose.submit'),
})

const dismissForm: ConsoleForm = {
  kind: 'form',
  act: 'dismiss',
  folded: text('console.prospect.dismiss'),
  lead: [text('console.prospect.dismiss.lead')],
  fields: [reasonField],
  submit: text('console.prospect.dismiss.submit'),
}

const undoForm: ConsoleForm = {
  kind: 'form',
  act: 'undo',
  heading: text('console.prospect.undo'),
  lead: [text('console.prospect.undo.lead')],
  fields: [reasonField],
  submit: text('console.prospect.undo.submit'),
  isDangerous: true,
}

export const prospectActs: Readonly<Record<string, ConsoleAct>> = {
  choose: {
    handle: async (place, typed) => ({ go: `${pathOf(place.params.id)}/records/${await chosenRecord(place, typed)}` }),
  },
  dismiss: {
    async handle({ api, params: { id = '' } }, typed) {
      await api.call('prospects.dismiss', { params: { id }, body: { reason: typed.text('reason') } })
      return { go: '/console/prospects', notice: 'prospect-dismissed' }
    },
  },
  undo: {
    async handle({ api, params: { id = '' } }, typed) {
      await api.call('prospects.undo', { params: { id }, body: { reason: typed.text('reason') } })
      return { go: pathOf(id), notice: 'prospect-undone' }
    },
  },
}
