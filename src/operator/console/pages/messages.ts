import {
  type Cell,
  type ConsoleForm,
  type ConsoleSection,
  lines,
  link,
  moment,
  tag,
} from '../../../core/console/index.ts'
import { text } from '../../../core/index.ts'
import type { Called } from '../../api/in-process.ts'
import { type ConsoleArea, type ConsoleModule, FormTrouble, type Place } from '../contract.ts'
import { failureOf } from '../journey-words.ts'
import { word } from '../words.ts'
import { deliveryCharts } from './overview-charts.ts'
import { home, withQuery } from './queue-parts.ts'

const path = '/console/messages'
type Message = Called<'messages.list'>['body']['items'][number]
const states = ['queued', 'sent', 'failed', 'expired'] as const
const channels = ['sms', 'voice', 'email'] as const

const messages: ConsoleModule = {
  path,
  isForOrganization: true,
  async load({ api, query, may }) {
    const [state, channel] = [states.find(each => each === query.state), channels.find(each => each === query.channel)]
    const asked = { limit: 25, cursor: query.cursor, state, channel }
    const { items, next } = (await api.call('messages.list', { query: asked })).body
    return {
      name: 'messages',
      title: text('console.messages'),
      trail: [home],
      lead: [text('console.messages.lead')],
      sections: [
        filterForm({ state, channel }),
        messageTable(items, may('accounts', 'read'), next && withQuery(path, { state, channel, cursor: next })),
        ...(may('messages', 'write') ? [testForm] : []),
      ],
    }
  },
  acts: {
    test: {
      async handle({ api }, typed) {
        const channel = channels.find(each => each === typed.text('channel'))
        if (!channel) throw new FormTrouble({ field: 'channel', said: text('console.messages.channel.wanted') })
        await api.call('messages.test', { body: { channel } })
        return { go: path, notice: 'test-sent' }
      },
    },
  },
}

const filterForm = ({ state, channel }: { readonly state?: string; readonly channel?: string }): ConsoleForm => ({
  kind: 'form',
  fields: [
    {
      kind: 'select',
      name: 'state',
      label: text('console.messages.state'),
      options: [{ value: '', label: text('console.messages.all') }, ...states.map(optionOf)],
      value: state ?? '',
    },
    {
      kind: 'select',
      name: 'channel',
      label: text('console.messages.channel'),
      options: [{ value: '', label: text('console.messages.all') }, ...channels.map(optionOf)],
      value: channel ?? '',
    },
  ],
  submit: text('console.messages.show'),
})
const optionOf = (value: string) => ({ value, label: word(value) })

const messageTable = (items: readonly Message[], mayOpen: boolean, next: Place['query'][string]): ConsoleSection => ({
  kind: 'table',
  heading: text('console.messages.newest'),
  columns: [
    { label: text('console.person.when') },
    { label: text('console.person.message') },
    { label: text('console.person.channel') },
    { label: text('console.person.state') },
    { label: text('console.messages.for') },
  ],
  rows: items.map(each => ({
    cells: [
      moment(each.created_at),
      templateOf(each),
      word(each.channel),
      became(each),
      // staff are no case for the help desk: their own tests lead nowhere
      each.account && mayOpen && each.template !== 'test'
        ? link(`/console/people/${each.account}`, text('console.messages.person'))
        : '',
    ],
  })),
  empty: text('console.messages.none'),
  ...(next ? { next } : {}),
})

/** Notices say what they told. */
const templateOf = ({ template }: Message): Cell =>
  template.startsWith('notice.') ? lines([word('notice'), text(`message.${template}`)]) : word(template)

const tones = { queued: 'plain', sent: 'good', failed: 'bad', expired: 'bad' } as const

/** What became of it, why not, and when it went out. */
const became = ({ state, failure, sent_at: sent, attempts }: Message): Cell =>
  lines([
    tag(word(state), tones[state]),
    ...(sent ? [moment(sent)] : []),
    ...(failure && state !== 'sent' ? [failureOf(failure)] : []),
    ...(attempts > 1 ? [text('console.messages.attempts', { count: attempts })] : []),
  ])

const testForm: ConsoleForm = {
  kind: 'form',
  act: 'test',
  heading: text('console.messages.test'),
  lead: [text('console.messages.test.lead')],
  fields: [
    {
      kind: 'radio',
      name: 'channel',
      label: text('console.messages.test.by'),
      options: channels.map(optionOf),
      value: 'sms',
    },
  ],
  submit: text('console.messages.test.submit'),
}

export const messageArea: ConsoleArea = {
  modules: [messages],
  async ways({ may, api, organization }) {
    if (!may('messages', 'read') || !organization) return []
    const { items } = (await api.call('messages.list', { query: { state: 'failed', limit: 50 } })).body
    return items.length === 0
      ? []
      : [{ href: withQuery(path, { state: 'failed' }), label: text('console.messages.failed'), count: items.length }]
  },
  charts: deliveryCharts,
  menu: [{ href: path, label: text('console.messages'), group: 'records', resource: 'messages' }],
}
