import type { ConsoleForm, ConsolePage, ConsoleSection } from '../../../core/console/index.ts'
import { text } from '../../../core/index.ts'
import { type ConsoleModule, FormTrouble, type Place } from '../contract.ts'
import { reasonField } from '../fields.ts'
import { comparison, nameOf, type PatientRecord } from './candidates.ts'
import { type Prospect, pathOf, prospectsTrail, writtenOf } from './prospect.ts'

/** Beside one record, and how it is known that they are this person: each step has an address, so a press loses nothing. */
const path = '/console/prospects/{id}/records/{record}'
const addressOf = ({ params: { id, record } }: Place): string => `${pathOf(id)}/records/${record}`

interface Pair {
  readonly prospect: Prospect
  readonly record: PatientRecord
}
async function pairOf({ api, params: { id = '', record = '' } }: Place): Promise<Pair> {
  const { body: prospect } = await api.call('prospects.get', { params: { id } })
  return { prospect, record: (await api.call('patients.get', { params: { id: record } })).body }
}

function pairPage({ params: { id } }: Place, { prospect, record }: Pair, rest: readonly ConsoleSection[]): ConsolePage {
  const name = `${prospect.given} ${prospect.family}`
  const candidate = prospect.candidates.find(({ patient }) => patient === record.id)
  return {
    name: 'prospect-record',
    title: text('console.prospect.record', { name }),
    trail: [...prospectsTrail, { href: pathOf(id), label: name }],
    sections: [
      ...(prospect.state === 'open'
        ? []
        : [{ kind: 'notice', tone: 'bad', body: [text('console.problem.prospect-decided')] } as const]),
      ...comparison(
        writtenOf(prospect),
        { record, ...(candidate ? { grade: candidate.grade, reasons: candidate.reasons } : {}) },
        text('console.candidate.record', { name: nameOf(record) }),
      ),
      ...(prospect.state === 'open' ? rest : []),
    ],
  }
}

const channels = ['phone', 'email'] as const
const sendForm = ({ contacts }: PatientRecord): ConsoleForm => ({
  kind: 'form',
  act: 'send-code',
  heading: text('console.prospect.by-code'),
  lead: [text('console.prospect.by-code.lead')],
  fields: [
    {
      kind: 'radio',
      name: 'channel',
      label: text('console.prospect.contact'),
      options: channels
        .filter(channel => contacts.some(({ kind }) => kind === channel))
        .map(value => ({
          value,
          label: text(`console.prospect.contact.${value}`),
          help: contacts.find(({ kind }) => kind === value)?.masked ?? '',
        })),
    },
    reasonField,
  ],
  submit: text('console.prospect.send-code'),
})

const inPersonForm = (record: PatientRecord): ConsoleForm => ({
  kind: 'form',
  act: 'in-person',
  heading: text('console.prospect.in-person'),
  lead: [text('console.prospect.in-person.lead'), consequenceOf(record)],
  fields: [
    {
      kind: 'text',
      name: 'document',
      label: text('console.prospect.document'),
      hint: text('console.prospect.document.hint'),
      paths: ['body.grounds'],
      wanted: text('console.prospect.document.wanted'),
    },
    reasonField,
  ],
  submit: submitOf(record),
  isDangerous: true,
})

/** A record with an account of its own gets no second one. */
const consequenceOf = ({ has_account: hasAccount }: PatientRecord) =>
  text(hasAccount ? 'console.prospect.merge.lead' : 'console.prospect.tie.lead')
const submitOf = ({ has_account: hasAccount }: PatientRecord) =>
  text(hasAccount ? 'console.prospect.merge.submit' : 'console.prospect.tie.submit')

/** Ties, or merges where the record has an account. */
async function connect(
  place: Place,
  grounds: { readonly proof: string } | { readonly in_person: string },
  reason: string,
) {
  const { api, params } = place
  const { id = '', record: patient = '' } = params
  const { body } = await api.call('patients.get', { params: { id: patient } })
  const act = body.has_account ? 'prospects.merge' : 'prospects.tie'
  await api.call(act, { params: { id }, body: { patient, grounds, reason } })
  return { go: pathOf(id), notice: body.has_account ? 'prospect-merged' : 'prospect-tied' }
}

export const recordModule: ConsoleModule = {
  path,
  isForOrganization: true,
  async load(place) {
    const pair = await pairOf(place)
    const { record } = pair
    const forms = place.may('prospects', 'write')
      ? [...(record.contacts.length > 0 ? [sendForm(record)] : []), inPersonForm(record)]
      : []
    return pairPage(place, pair, forms)
  },
  acts: {
    'send-code': {
      async handle(place, typed) {
        const { id = '', record: patient = '' } = place.params
        const channel = channels.find(each => each === typed.text('channel'))
        if (!channel) throw new FormTrouble({ field: 'channel', said: text('console.prospect.contact.wanted') })
        const body = { patient, channel, reason: typed.text('reason') }
        const { proof } = (await place.api.call('prospects.send-code', { params: { id }, body })).body
        return { go: `${addressOf(place)}/proofs/${proof}`, notice: 'prospect-code-sent' }
      },
    },
    'in-person': {
      handle: (place, typed) => connect(place, { in_person: typed.text('document') }, typed.text('reason')),
    },
  },
}

export const codeModule: ConsoleModule = {
  path: `${path}/proofs/{proof}`,
  isForOrganization: true,
  load: async place =>
    pairPage(place, await pairOf(place), [
      {
        kind: 'form',
        act: 'prove',
        heading: text('console.prospect.code'),
        lead: [text('console.prospect.code.lead')],
        fields: [{ kind: 'text', name: 'code', label: text('console.prospect.code.label'), inputmode: 'numeric' }],
        submit: text('console.prospect.code.submit'),
        cancel: { href: addressOf(place), label: text('console.prospect.code.again') },
      },
    ]),
  acts: {
    prove: {
      secrets: ['code'],
      async handle(place, typed) {
        const { id = '', proof = '' } = place.params
        // why was said when the code was sent
        const body = { proof, code: typed.text('code'), reason: 'the code was read out' }
        await place.api.call('prospects.prove', { params: { id }, body })
        return { go: `${addressOf(place)}/proofs/${proof}/connect`, notice: 'prospect-proven' }
      },
    },
  },
}

export const connectModule: ConsoleModule = {
  path: `${path}/proofs/{proof}/connect`,
  isForOrganization: true,
  async load(place) {
    const pair = await pairOf(place)
    return pairPage(place, pair, [
      {
        kind: 'form',
        act: 'now',
        heading: text('console.prospect.connect'),
        lead: [consequenceOf(pair.record)],
        fields: [reasonField],
        submit: submitOf(pair.record),
        isDangerous: true,
        cancel: { href: pathOf(pair.prospect.id), label: text('console.cancel') },
      },
    ])
  },
  acts: {
    now: { handle: (place, typed) => connect(place, { proof: place.params.proof ?? '' }, typed.text('reason')) },
  },
}
