import { type ConsoleForm, link, moment, type TableSection, tag } from '../../../core/console/index.ts'
import { text } from '../../../core/index.ts'
import type { Called } from '../../api/in-process.ts'
import type { ConsoleAct, ConsoleArea, ConsoleModule, Place } from '../contract.ts'
import { reasonField } from '../fields.ts'
import { word } from '../words.ts'
import { holderFields, holderOf } from './holder.ts'

type Invitations = Called<'invitations.list'>['body']
type Invitation = Invitations['items'][number]

const home = { href: '/console', label: text('console.overview') }
const column = (id: string) => ({ label: text(`console.invitations.${id}`) })
const recordPath = (patient: string) => `/console/records/${patient}`
const pathOf = ({ id, patient }: Invitation) => `${recordPath(patient)}/invitations/${id}`

/** @param isOfRecord all of one record */
export const invitationsTable = (
  { items, next }: Invitations,
  { isOfRecord = false, more = '' } = {},
): TableSection => ({
  kind: 'table',
  heading: text(isOfRecord ? 'console.invitations.of-record' : 'console.invitations.list'),
  columns: [column('to'), column('state'), column('for'), column('origin'), column('sent'), column('until')],
  rows: items.map(each => ({
    cells: [
      link(pathOf(each), each.sent_to),
      stateOf(each),
      forWhom(each),
      text(`console.invitations.origin.${each.origin}`),
      moment(each.created_at),
      moment(each.expires_at),
    ],
  })),
  empty: text('console.invitations.none'),
  ...(next && more ? { next: `${more}cursor=${encodeURIComponent(next)}` } : {}),
})

const stateOf = ({ state }: Invitation) =>
  tag(text(`console.invitations.state.${state}`), state === 'waiting' ? 'good' : state === 'not-me' ? 'bad' : 'plain')
const forWhom = ({ for: whom }: Invitation) => (whom === 'patient' ? text('console.holder.patient') : word(whom))

/** An invitation for one record; it stands on the record's page. */
export const inviteForm: ConsoleForm = {
  kind: 'form',
  act: 'invite',
  folded: text('console.invitations.send'),
  lead: [text('console.invitations.send.lead')],
  fields: [
    ...holderFields,
    {
      kind: 'text',
      name: 'phone',
      label: text('console.invitations.phone'),
      hint: text('console.invitations.phone.hint'),
      paths: ['body.representative.phone'],
      wanted: text('console.holder.wanted'),
      inputmode: 'tel',
      isCode: true,
      isOptional: true,
    },
    reasonField,
  ],
  submit: text('console.invitations.send.submit'),
}

export const inviteActs: Readonly<Record<string, ConsoleAct>> = {
  invite: {
    async handle(place, typed) {
      const { id: patient = '' } = place.params
      const holder = holderOf(typed)
      const representative = holder && { ...holder, phone: typed.text('phone') }
      const body = { patient, ...(representative ? { representative } : {}), reason: typed.text('reason') }
      await place.api.call('invitations.issue', { body })
      return { go: recordPath(patient), notice: 'invited' }
    },
  },
}

/** One invitation and what can be done with it: its own page, under its record. */
export const invitationModule: ConsoleModule = {
  path: '/console/records/{id}/invitations/{invitation}',
  isForOrganization: true,
  async load(place) {
    const { invitation: id = '' } = place.params
    const found = (await place.api.call('invitations.get', { params: { id } })).body
    const mayWrite = place.may('invitations', 'write')
    return {
      name: 'invitation',
      title: text('console.invitations.one'),
      trail: [home, { href: recordPath(found.patient), label: text('console.codes.record') }],
      sections: [
        {
          kind: 'facts',
          facts: [
            { label: text('console.invitations.state'), value: stateOf(found) },
            { label: text('console.invitations.to'), value: found.sent_to },
            { label: text('console.invitations.for'), value: forWhom(found) },
            {
              label: text('console.invitations.origin'),
              value: text(`console.invitations.origin.${found.origin}`),
            },
            { label: text('console.invitations.sent'), value: moment(found.created_at) },
            { label: text('console.invitations.until'), value: moment(found.expires_at) },
          ],
        },
        ...(mayWrite && found.state !== 'used' ? [form('resend', false)] : []),
        ...(mayWrite && found.state === 'waiting' ? [form('take-back', true)] : []),
      ],
    }
  },
  acts: {
    resend: {
      async handle(place, typed) {
        await place.api.call('invitations.resend', asked(place, typed.text('reason')))
        return { go: recordPath(place.params.id ?? ''), notice: 'invited-again' }
      },
    },
    'take-back': {
      async handle(place, typed) {
        await place.api.call('invitations.revoke', asked(place, typed.text('reason')))
        return { go: recordPath(place.params.id ?? ''), notice: 'invitation-taken-back' }
      },
    },
  },
}

const asked = ({ params: { invitation: id = '' } }: Place, reason: string) => ({ params: { id }, body: { reason } })

const form = (act: 'resend' | 'take-back', isDangerous: boolean): ConsoleForm => ({
  kind: 'form',
  act,
  folded: text(`console.invitations.${act}`),
  lead: [text(`console.invitations.${act}.lead`)],
  fields: [reasonField],
  submit: text(`console.invitations.${act}.submit`),
  isDangerous,
})

export const invitationArea: ConsoleArea = {
  modules: [
    {
      path: '/console/invitations',
      isForOrganization: true,
      async load({ api, query: { cursor } }) {
        const { body } = await api.call('invitations.list', { query: { limit: 25, cursor } })
        return {
          name: 'invitations',
          title: text('console.invitations'),
          trail: [home],
          lead: [text('console.invitations.lead')],
          links: [{ href: '/console/records', label: text('console.codes.find-record') }],
          sections: [invitationsTable(body, { more: '/console/invitations?' })],
        }
      },
    },
  ],
  menu: [
    { href: '/console/invitations', label: text('console.invitations'), group: 'people', resource: 'invitations' },
  ],
}
