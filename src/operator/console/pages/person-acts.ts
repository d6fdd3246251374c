import type { ConsoleField, ConsoleForm, ConsoleSection } from '../../../core/console/index.ts'
import { text } from '../../../core/index.ts'
import { tellMoment } from '../../../core/moments.ts'
import type { Called } from '../../api/in-process.ts'
import { Refused } from '../../api/index.ts'
import type { ConsoleAct, Done, Place, Typed } from '../contract.ts'
import { reasonField } from '../fields.ts'
import { word } from '../words.ts'
import { handedPage } from './handed.ts'
import type { PersonView } from './person.ts'

export type Proof = Called<'accounts.proof'>['body']

/** Of a call: it stands in the address, so that every form of the page belongs to it. */
export const personPath = ({ id = '', proof }: Place['params']): string =>
  `/console/people/${id}${proof ? `/call/${proof}` : ''}`

/** How the call stands that the address names; undefined where it is over. */
export async function readProof({ api, params: { id = '', proof } }: Place): Promise<Proof | undefined> {
  if (!proof) return undefined
  try {
    return (await api.call('accounts.proof', { params: { id, proof } })).body
  } catch (error) {
    if (error instanceof Refused && error.problem.status === 404) return undefined
    throw error
  }
}

/** Who is speaking, as far as it is known: before anything is done for them. */
export function callerSections(view: PersonView, place: Place, proof: Proof | undefined): readonly ConsoleSection[] {
  const { params, language, timeZone } = place
  if (!params.proof) return view.contacts.length > 0 ? [sendCodeForm(view)] : []
  if (!proof)
    return [
      {
        kind: 'notice',
        tone: 'bad',
        body: [text('console.call.over')],
        links: [{ href: personPath({ id: view.id }), label: text('console.call.again') }],
      },
    ]
  if (!proof.proven) return [proveForm(view, proof)]
  const until = tellMoment(new Date(proof.until), language, timeZone)
  return [
    {
      kind: 'notice',
      tone: 'good',
      heading: text('console.call.proven'),
      body: [text('console.call.proven.until', { until }), ...(proof.used ? [text('console.call.used')] : [])],
      links: [{ href: personPath({ id: view.id }), label: text('console.call.end') }],
    },
  ]
}

const sendCodeForm = (view: PersonView): ConsoleForm => ({
  kind: 'form',
  act: 'send-code',
  heading: text('console.call'),
  lead: [text('console.call.lead'), text('console.call.in-person')],
  fields: [
    {
      kind: 'radio',
      name: 'contact',
      label: text('console.call.contact'),
      wanted: text('console.call.contact.wanted'),
      options: view.contacts.map(({ id, kind, masked, of_record: isOfRecord }) => ({
        value: id,
        label: isOfRecord ? text('console.person.of-record', { contact: masked }) : masked,
        help: text(`console.call.by.${kind}`),
      })),
    },
    reasonField,
  ],
  submit: text('console.call.send'),
})

const proveForm = (view: PersonView, { way }: Proof): ConsoleForm => ({
  kind: 'form',
  act: 'prove',
  heading: text('console.call.ask'),
  lead: [text('console.call.ask.lead'), text(`console.call.way.${way === 'email-code' ? 'email' : 'phone'}`)],
  fields: [
    {
      kind: 'text',
      name: 'code',
      label: text('console.call.code'),
      hint: text('console.call.code.hint'),
      inputmode: 'numeric',
      isCode: true,
    },
    reasonField,
  ],
  submit: text('console.call.check'),
  cancel: { href: personPath({ id: view.id }), label: text('console.call.again') },
})

/** What can be done for the person: on the word of a caller who is proven, or of whoever stands here. */
export function helpForms(view: PersonView, place: Place): readonly ConsoleForm[] {
  const grounds: readonly ConsoleField[] = place.params.proof
    ? []
    : [
        {
          kind: 'text',
          name: 'in_person',
          label: text('console.help.in-person'),
          hint: text('console.help.in-person.hint'),
          paths: ['body.grounds'],
          wanted: text('console.help.in-person.wanted'),
        },
      ]
  const fields = [...grounds, reasonField]
  const told = (notice: string) => [text('console.help.told'), text(`message.notice.${notice}`)]
  const form = (act: string, more: Pick<ConsoleForm, 'fields' | 'lead'> & { readonly isDangerous?: true }) =>
    ({
      kind: 'form',
      act,
      folded: text(`console.help.${act}`),
      submit: text(`console.help.${act}.submit`),
      ...more,
      lead: [text(`console.help.${act}.lead`), ...(more.lead ?? [])],
    }) as const
  return [
    form('unlock', { fields, lead: told('unlocked-by-staff') }),
    form('recover', {
      fields,
      lead: [
        text(place.params.proof ? 'console.help.recover.called' : 'console.help.recover.here'),
        ...told('recovery-by-staff'),
      ],
      isDangerous: true,
    }),
    ...(view.sessions.length > 0
      ? [
          form('end-sessions', {
            fields: [sessionField(view, place), ...fields],
            lead: told('sessions-ended-by-staff'),
          }),
        ]
      : []),
    ...(view.factors.length > 0
      ? [
          form('ask-reset', {
            fields: [factorField(view), ...fields],
            lead: [text('console.help.ask-reset.told')],
            isDangerous: true,
          }),
        ]
      : []),
    ...(view.status === 'active'
      ? [form('lock', { fields: [reasonField], lead: told('account-locked-by-staff'), isDangerous: true })]
      : []),
  ]
}

const sessionField = ({ sessions }: PersonView, { language, timeZone }: Place): ConsoleField => {
  const at = (moment: string) => tellMoment(new Date(moment), language, timeZone)
  return {
    kind: 'radio',
    name: 'session',
    label: text('console.help.session'),
    options: [
      { value: 'all', label: text('console.help.session.all') },
      ...sessions.map(({ id, started_at: since, last_active_at: active }) => ({
        value: id,
        label: text('console.help.session.one', { since: at(since), active: at(active) }),
      })),
    ],
    value: 'all',
  }
}

const factorField = ({ factors }: PersonView): ConsoleField => ({
  kind: 'radio',
  name: 'factor',
  label: text('console.help.factor'),
  wanted: text('console.help.factor.wanted'),
  options: [
    ...[...new Set(factors.map(({ kind }) => kind))].map(kind => ({ value: kind, label: word(kind) })),
    { value: 'all', label: text('console.help.factor.all') },
  ],
})

const groundsOf = ({ params: { proof } }: Place, typed: Typed) =>
  proof ? { proof } : { in_person: typed.text('in_person') }
const back = (place: Place, notice: string): Done => ({ go: personPath(place.params), notice })
const idOf = ({ params: { id = '' } }: Place) => ({ params: { id } })

export const helpActs: Readonly<Record<string, ConsoleAct>> = {
  unlock: {
    async handle(place, typed) {
      const body = { grounds: groundsOf(place, typed), reason: typed.text('reason') }
      await place.api.call('accounts.unlock', { ...idOf(place), body })
      return back(place, 'unlocked')
    },
  },
  lock: {
    async handle(place, typed) {
      const { body } = await place.api.call('accounts.lock', { ...idOf(place), body: { reason: typed.text('reason') } })
      return back(place, body.locked ? 'locked' : 'locked-before')
    },
  },
  'end-sessions': {
    async handle(place, typed) {
      const body = { session: typed.text('session'), grounds: groundsOf(place, typed), reason: typed.text('reason') }
      await place.api.call('accounts.end-sessions', { ...idOf(place), body })
      return back(place, 'sessions-ended')
    },
  },
  recover: {
    async handle(place, typed) {
      const body = { grounds: groundsOf(place, typed), reason: typed.text('reason') }
      const { body: begun } = await place.api.call('accounts.recover', { ...idOf(place), body })
      if (begun.result === 'sent') return back(place, `recovery-sent-${begun.channel ?? 'phone'}`)
      return { page: await handedPage(place, begun) }
    },
  },
  'send-code': {
    async handle(place, typed) {
      const body = { contact: typed.text('contact'), reason: typed.text('reason') }
      const { proof } = (await place.api.call('accounts.send-code', { ...idOf(place), body })).body
      return { go: personPath({ ...place.params, proof }), notice: 'caller-code-sent' }
    },
  },
  prove: {
    async handle(place, typed) {
      const { id = '', proof = '' } = place.params
      const body = { proof, code: typed.text('code'), reason: typed.text('reason') }
      await place.api.call('accounts.prove', { params: { id }, body })
      return { go: personPath(place.params) }
    },
  },
}
