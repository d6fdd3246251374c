import {
  type ConsoleField,
  type ConsoleForm,
  type ConsolePage,
  link,
  moment,
  type TableSection,
  tag,
} from '../../../core/console/index.ts'
import { text } from '../../../core/index.ts'
import { tellMoment } from '../../../core/moments.ts'
import type { Called } from '../../api/in-process.ts'
import type { ConsoleAct, ConsoleArea, ConsoleModule, Done, Place, Typed } from '../contract.ts'
import { reasonField } from '../fields.ts'
import { letterSection } from './handed.ts'
import { holderFields, holderOf } from './holder.ts'

type Codes = Called<'access-codes.list'>['body']
type Code = Codes['items'][number]

const home = { href: '/console', label: text('console.overview') }
const list = { href: '/console/access-codes', label: text('console.codes') }
const channels = ['letter', 'in_person', 'sms', 'email'] as const
type Channel = (typeof channels)[number]
const column = (id: string) => ({ label: text(`console.codes.${id}`) })
const recordPath = (patient: string) => `/console/records/${patient}`
const pathOf = ({ id, patient }: Pick<Code, 'id' | 'patient'>) => `${recordPath(patient)}/codes/${id}`

/** @param isOfRecord all of one record, which needs no link to it */
export const codesTable = (
  { items, next }: Codes,
  { language, timeZone }: Place,
  { isOfRecord = false, more = '' } = {},
): TableSection => ({
  kind: 'table',
  heading: text(isOfRecord ? 'console.codes.of-record' : 'console.codes.list'),
  columns: [column('issued'), column('state'), column('holder'), column('channel'), column('until'), column('wrong')],
  rows: items.map(each => ({
    cells: [
      link(pathOf(each), tellMoment(new Date(each.created_at), language, timeZone)),
      stateOf(each),
      holderTold(each),
      text(`console.codes.channel.${each.channel}`),
      moment(each.expires_at),
      String(each.failures),
    ],
  })),
  empty: text('console.codes.none'),
  ...(next && more ? { next: `${more}cursor=${encodeURIComponent(next)}` } : {}),
})

const stateOf = ({ state }: Code) => tag(text(`console.codes.state.${state}`), state === 'waiting' ? 'good' : 'plain')
const holderTold = ({ for_representative: isFor }: Code) =>
  text(isFor ? 'console.holder.representative' : 'console.holder.patient')

const channelField = (value: Channel): ConsoleField => ({
  kind: 'radio',
  name: 'channel',
  label: text('console.codes.channel'),
  options: channels.map(each => ({
    value: each,
    label: text(`console.codes.channel.${each}`),
    help: text(`console.codes.channel.${each}.help`),
  })),
  value,
})
const checkedField: ConsoleField = {
  kind: 'checkbox',
  name: 'identity_checked',
  label: text('console.codes.identity'),
  hint: text('console.codes.identity.hint'),
}

/** A code for one record; it stands on the record's page. */
export const codeForm = ({ has_account: hasAccount }: { readonly has_account: boolean }): ConsoleForm => ({
  kind: 'form',
  act: 'issue-code',
  folded: text('console.codes.issue'),
  lead: [text('console.codes.issue.lead'), ...(hasAccount ? [text('console.codes.issue.has-account')] : [])],
  fields: [...holderFields, channelField('letter'), checkedField, reasonField],
  submit: text('console.codes.issue.submit'),
})

export const codeActs: Readonly<Record<string, ConsoleAct>> = {
  'issue-code': {
    async handle(place, typed) {
      const { id: patient = '' } = place.params
      const representative = holderOf(typed)
      const body = {
        patient,
        channel: typed.text('channel') as Channel,
        identity_checked: typed.isOn('identity_checked'),
        ...(representative ? { representative } : {}),
        reason: typed.text('reason'),
      }
      return issued(patient, typed, (await place.api.call('access-codes.issue', { body })).body)
    },
  },
}

/** To print where it goes on paper; a code that is sent is shown to nobody. */
function issued(
  patient: string,
  typed: Typed,
  { letter, expires_at: until }: Called<'access-codes.issue'>['body'],
): Done {
  if (!letter)
    return { go: recordPath(patient), notice: `code-sent-${typed.text('channel') === 'email' ? 'email' : 'sms'}` }
  const page: ConsolePage = {
    name: 'code-issued',
    title: text('console.codes.made'),
    trail: [home, list],
    links: [{ href: recordPath(patient), label: text('console.codes.letter.done') }],
    sections: [letterSection(letter, until)],
  }
  return { page }
}

/** One code and what can be done with it: its own page, under its record. */
export const codeModule: ConsoleModule = {
  path: '/console/records/{id}/codes/{code}',
  isForOrganization: true,
  async load(place) {
    const { code: id = '' } = place.params
    const found = (await place.api.call('access-codes.get', { params: { id } })).body
    const isWaiting = found.state === 'waiting'
    const mayWrite = place.may('access-codes', 'write')
    return {
      name: 'code',
      title: text('console.codes.one'),
      trail: [home, { href: recordPath(found.patient), label: text('console.codes.record') }],
      sections: [
        {
          kind: 'facts',
          facts: [
            { label: text('console.codes.state'), value: stateOf(found) },
            { label: text('console.codes.holder'), value: holderTold(found) },
            { label: text('console.codes.channel'), value: text(`console.codes.channel.${found.channel}`) },
            { label: text('console.codes.issued'), value: moment(found.created_at) },
            { label: text('console.codes.until'), value: moment(found.expires_at) },
            { label: text('console.codes.wrong'), value: String(found.failures) },
          ],
        },
        ...(mayWrite && found.state !== 'used' ? [reissueForm(found)] : []),
        ...(mayWrite && isWaiting ? [voidForm] : []),
      ],
    }
  },
  acts: {
    reissue: {
      async handle(place, typed) {
        const { id: patient = '', code: id = '' } = place.params
        const body = {
          channel: typed.text('channel') as Channel,
          identity_checked: typed.isOn('identity_checked'),
          reason: typed.text('reason'),
        }
        return issued(patient, typed, (await place.api.call('access-codes.reissue', { params: { id }, body })).body)
      },
    },
    void: {
      async handle(place, typed) {
        const { id: patient = '', code: id = '' } = place.params
        await place.api.call('access-codes.void', { params: { id }, body: { reason: typed.text('reason') } })
        return { go: recordPath(patient), notice: 'code-void' }
      },
    },
  },
}

const reissueForm = ({ channel }: Code): ConsoleForm => ({
  kind: 'form',
  act: 'reissue',
  folded: text('console.codes.reissue'),
  lead: [text('console.codes.reissue.lead')],
  fields: [channelField(channel), checkedField, reasonField],
  submit: text('console.codes.reissue.submit'),
})
const voidForm: ConsoleForm = {
  kind: 'form',
  act: 'void',
  folded: text('console.codes.void'),
  lead: [text('console.codes.void.lead')],
  fields: [reasonField],
  submit: text('console.codes.void.submit'),
  isDangerous: true,
}

/** What is out, over all records. */
export const accessCodeArea: ConsoleArea = {
  modules: [
    {
      path: '/console/access-codes',
      isForOrganization: true,
      async load(place) {
        const { cursor, which } = place.query
        const isAll = which === 'all'
        const asked = { limit: 25, cursor, ...(isAll ? {} : { state: 'waiting' as const }) }
        const { body } = await place.api.call('access-codes.list', { query: asked })
        return {
          name: 'codes',
          title: text('console.codes'),
          trail: [home],
          lead: [text('console.codes.lead')],
          links: [
            { href: '/console/records', label: text('console.codes.find-record') },
            isAll
              ? { href: '/console/access-codes', label: text('console.codes.only-waiting') }
              : { href: '/console/access-codes?which=all', label: text('console.codes.all') },
          ],
          sections: [codesTable(body, place, { more: `/console/access-codes?${isAll ? 'which=all&' : ''}` })],
        }
      },
    },
  ],
  menu: [{ href: '/console/access-codes', label: text('console.codes'), group: 'people', resource: 'access-codes' }],
}
