import { type Cell, type ConsoleForm, code, lines, link, moment, tag } from '../../../core/console/index.ts'
import { text } from '../../../core/index.ts'
import type { Called } from '../../api/in-process.ts'
import { Refused } from '../../api/index.ts'
import { Problem } from '../../api/problems.ts'
import type { ConsoleArea, ConsoleModule, Place } from '../contract.ts'
import { reasonField } from '../fields.ts'
import { dangerous, home } from './parts.ts'

type Keys = Called<'keys.list'>['body']
type Key = Keys['items'][number]
const list = { href: '/console/keys', label: text('console.keys') }
const pathOf = (kid: string): string => `/console/keys/${encodeURIComponent(kid)}`

const tones = { next: 'plain', active: 'good', retiring: 'plain', retired: 'bad' } as const
const stateOf = ({ state }: Key): Cell => tag(text(`console.keys.state.${state}`), tones[state])
const since = (key: Key): string => key.retiring_at ?? key.activated_at ?? key.created_at

/** What comes next, by itself or by hand. */
function next({ state }: Key, signFrom: string | undefined): Cell {
  if (state !== 'next' || !signFrom) return text(`console.keys.next.${state}`)
  return lines([text('console.keys.next.signs'), moment(signFrom)])
}

const leaked = (id: string) =>
  ({
    kind: 'checkbox',
    name: 'leaked',
    label: text(`console.keys.leaked.${id}`),
    hint: text(`console.keys.leaked.${id}.hint`),
  }) as const

const publishForm: ConsoleForm = {
  kind: 'form',
  act: 'publish',
  folded: text('console.keys.publish'),
  lead: [text('console.keys.publish.lead')],
  fields: [
    {
      kind: 'radio',
      name: 'algorithm',
      label: text('console.keys.algorithm'),
      options: (['RS256', 'ES256'] as const).map(value => ({
        value,
        label: value,
        help: text(`console.keys.algorithm.${value}`),
      })),
      value: 'RS256',
    },
    reasonField,
  ],
  submit: text('console.keys.publish.submit'),
}

const keys: ConsoleModule = {
  path: '/console/keys',
  async load({ api, may }) {
    const { items, sign_from: signFrom } = (await api.call('keys.list')).body
    return {
      name: 'keys',
      title: text('console.keys'),
      trail: [home],
      lead: [text('console.keys.lead')],
      sections: [
        {
          kind: 'table',
          heading: text('console.keys.signing'),
          columns: ['key', 'algorithm', 'state', 'since', 'next'].map(each => ({
            label: text(`console.keys.${each}`),
          })),
          rows: items.map(key => ({
            cells: [
              link(pathOf(key.kid), key.kid.slice(0, 12)),
              key.algorithm,
              stateOf(key),
              moment(since(key)),
              next(key, signFrom),
            ],
          })),
          empty: text('console.keys.none'),
        },
        ...(may('keys', 'write')
          ? [publishForm, dangerous('rotate', 'console.keys.rotate', { fields: [leaked('all'), reasonField] })]
          : []),
      ],
    }
  },
  acts: {
    publish: {
      async handle({ api }, typed) {
        const algorithm = typed.text('algorithm') === 'ES256' ? 'ES256' : 'RS256'
        await api.call('keys.publish', { body: { algorithm, reason: typed.text('reason') } })
        return { go: list.href, notice: 'published' }
      },
    },
    rotate: {
      async handle({ api }, typed) {
        await api.call('keys.rotate', { body: { leaked: typed.isOn('leaked'), reason: typed.text('reason') } })
        return { go: list.href, notice: 'rotated' }
      },
    },
  },
}

async function readKey({ api, params }: Place): Promise<{ readonly key: Key; readonly signFrom: string | undefined }> {
  const { items, sign_from: signFrom } = (await api.call('keys.list')).body
  const key = items.find(({ kid }) => kid === params.kid)
  if (!key) throw new Refused(new Problem('not-found'), '')
  return { key, signFrom }
}

/** What may be done with a key as it stands; the API says the same. */
function actsOf({ state }: Key): readonly ConsoleForm[] {
  if (state === 'retired') return []
  const fields = (id: string) => [leaked(id), reasonField]
  const retire = dangerous('retire', 'console.keys.retire', { fields: state === 'next' ? [reasonField] : fields('it') })
  if (state === 'next') return [dangerous('activate', 'console.keys.activate', { fields: fields('before') }), retire]
  return state === 'retiring' ? [retire] : []
}

const key: ConsoleModule = {
  path: '/console/keys/{kid}',
  async load(place) {
    const { key: read, signFrom } = await readKey(place)
    return {
      name: 'key',
      title: text('console.keys.one', { algorithm: read.algorithm }),
      trail: [home, list],
      sections: [
        {
          kind: 'facts',
          facts: [
            { label: text('console.keys.key'), value: code(read.kid) },
            { label: text('console.keys.algorithm'), value: read.algorithm },
            { label: text('console.keys.state'), value: stateOf(read) },
            { label: text('console.keys.next'), value: next(read, signFrom) },
            { label: text('console.keys.created-at'), value: moment(read.created_at) },
            { label: text('console.keys.activated-at'), value: moment(read.activated_at) },
            { label: text('console.keys.retiring-at'), value: moment(read.retiring_at) },
          ],
        },
        ...(place.may('keys', 'write') ? actsOf(read) : []),
      ],
    }
  },
  acts: {
    activate: {
      async handle({ api, params: { kid = '' } }, typed) {
        const body = { leaked: typed.isOn('leaked'), reason: typed.text('reason') }
        await api.call('keys.activate', { params: { kid }, body })
        return { go: pathOf(kid), notice: 'activated' }
      },
    },
    retire: {
      async handle({ api, params: { kid = '' } }, typed) {
        const body = { leaked: typed.isOn('leaked'), reason: typed.text('reason') }
        await api.call('keys.retire', { params: { kid }, body })
        return { go: pathOf(kid), notice: 'retired' }
      },
    },
  },
}

export const keyArea: ConsoleArea = {
  modules: [keys, key],
  menu: [{ href: '/console/keys', label: text('console.keys'), group: 'installation', resource: 'keys' }],
}
