import { type Cell, type ConsoleSection, code, lines, link, tag } from '../../../core/console/index.ts'
import { text } from '../../../core/index.ts'
import type { InsurerObject } from '../../../core/objects/insurer.ts'
import type { ConsoleArea, ConsoleModule, Place } from '../contract.ts'
import { reasonField } from '../fields.ts'
import { type Insurer, insurerForm, insurerOf, readInsurer } from './insurer-form.ts'
import { publishedSections } from './insurer-metadata.ts'
import { insurerAdditions } from './insurer-new.ts'
import { dangerous, fileNotice, home } from './parts.ts'

const list = { href: '/console/insurers', label: text('console.insurers') }
const pathOf = (id: string): string => `/console/insurers/${encodeURIComponent(id)}`
const trailOf = ({ id, object }: Insurer) => [home, list, { href: pathOf(id), label: object.name }]
const state = ({ enabled }: InsurerObject): Cell =>
  enabled ? tag(text('console.insurers.on'), 'good') : tag(text('console.insurers.off'))
const places = ({ organizations }: InsurerObject): Cell =>
  organizations ? lines([...organizations]) : text('console.insurers.everywhere')

const insurers: ConsoleModule = {
  path: '/console/insurers',
  async load({ api, query: { cursor }, may }) {
    const { items, next } = (await api.call('insurers.list', { query: { limit: 25, cursor } })).body
    return {
      name: 'insurers',
      title: text('console.insurers'),
      trail: [home],
      lead: [text('console.insurers.lead')],
      ...(may('insurers', 'write')
        ? { links: [{ href: '/console/insurers/new', label: text('console.insurers.new') }] }
        : {}),
      sections: [
        {
          kind: 'table',
          heading: text('console.insurers.known'),
          columns: [
            { label: text('console.insurers.name') },
            { label: text('console.insurers.protocol') },
            { label: text('console.insurers.organizations') },
            { label: text('console.insurers.state') },
            { label: text('console.clients.kept-by') },
          ],
          rows: items.map(({ id, object, managed_by: by }) => {
            const insurer = object as unknown as InsurerObject
            return {
              cells: [
                link(pathOf(id), insurer.name),
                text(`console.insurers.protocol.${insurer.protocol}`),
                places(insurer),
                state(insurer),
                tag(text(`console.kept-by.${by}`)),
              ],
            }
          }),
          empty: text('console.insurers.none'),
          ...(next ? { next: `/console/insurers?cursor=${encodeURIComponent(next)}` } : {}),
        },
      ],
    }
  },
}

const about = ({ object, has_secret: hasSecret }: Insurer): ConsoleSection => ({
  kind: 'facts',
  heading: text('console.insurers.about'),
  facts: [
    { label: text('console.insurers.state'), value: state(object) },
    { label: text('console.insurers.protocol'), value: text(`console.insurers.protocol.${object.protocol}`) },
    ...(object.protocol === 'oidc'
      ? [
          { label: text('console.insurers.issuer'), value: code(object.issuer) },
          { label: text('console.insurers.client-id'), value: code(object.client.id) },
          { label: text('console.insurers.auth'), value: text(`console.insurers.auth.${object.client.auth}`) },
          ...(object.client.auth === 'private_key_jwt'
            ? []
            : [{ label: text('console.insurers.secret'), value: text(hasSecret ? 'console.yes' : 'console.no') }]),
        ]
      : [
          {
            label: text('console.insurers.metadata-url'),
            value: object.metadata_url ? code(object.metadata_url) : text('console.insurers.written-down'),
          },
        ]),
    { label: text('console.insurers.plans'), value: lines([...object.plans]) },
    { label: text('console.insurers.organizations'), value: places(object) },
    {
      label: text('console.insurers.by-member-id'),
      value: text(object.linking.by_member_id ? 'console.yes' : 'console.no'),
    },
  ],
})

const testForm: ConsoleSection = {
  kind: 'form',
  act: 'test',
  heading: text('console.insurers.test'),
  lead: [text('console.insurers.test.lead')],
  fields: [reasonField],
  submit: text('console.insurers.test.submit'),
}

const insurer: ConsoleModule = {
  path: '/console/insurers/{id}',
  async load(place) {
    const read = await readInsurer(place)
    const mayWrite = place.may('insurers', 'write')
    const isOurs = mayWrite && read.managed_by === 'api'
    const { version } = read
    const turn = read.object.enabled ? 'disable' : 'enable'
    return {
      name: 'insurer',
      title: read.object.name,
      trail: [home, list],
      links: [
        ...(isOurs ? [{ href: `${pathOf(read.id)}/edit`, label: text('console.insurers.edit') }] : []),
        { href: `${pathOf(read.id)}/metadata`, label: text('console.insurers.metadata-now') },
      ],
      sections: [
        ...fileNotice(read.managed_by),
        about(read),
        {
          kind: 'facts',
          heading: text('console.insurers.register'),
          lead: [text('console.insurers.register.lead')],
          facts: read.register.map(({ name, address }) => ({ label: name, value: code(address) })),
        },
        ...(mayWrite ? [testForm] : []),
        ...(isOurs
          ? [
              dangerous(turn, `console.insurers.${turn}`, { fields: [], version }),
              dangerous('delete', 'console.insurers.delete', { fields: [], version }),
            ]
          : []),
      ],
    }
  },
  acts: {
    test: {
      async handle(place, typed) {
        const read = await readInsurer(place)
        const { body } = await place.api.call('insurers.test', {
          params: { id: read.id },
          body: { reason: typed.text('reason') },
        })
        return { page: testPage(read, body) }
      },
    },
    enable: { handle: place => turned(place, true) },
    disable: { handle: place => turned(place, false) },
    delete: {
      async handle({ api, params: { id = '' } }) {
        await api.call('insurers.delete', { params: { id } })
        return { go: '/console/insurers', notice: 'deleted' }
      },
    },
  },
}

async function turned(place: Place, enabled: boolean) {
  const { id, object } = await readInsurer(place)
  await place.api.call('insurers.update', { params: { id }, body: { ...object, id, enabled } as never })
  return { go: pathOf(id), notice: 'saved' }
}

/** Whoever has the link may use it once, so it is shown once. */
const testPage = (read: Insurer, made: { readonly link: string; readonly expires_at: string }) => ({
  name: 'insurer-test-link',
  title: text('console.insurers.test.of', { name: read.object.name }),
  trail: trailOf(read),
  lead: [text('console.insurers.test.made')],
  sections: [
    {
      kind: 'facts',
      facts: [{ label: text('console.try.until'), value: { kind: 'moment', at: made.expires_at } }],
    },
    { kind: 'ways', ways: [{ href: made.link, label: text('console.try.open') }] },
    { kind: 'code', label: text('console.insurers.test.elsewhere'), code: made.link },
  ] satisfies ConsoleSection[],
})

const edit: ConsoleModule = {
  path: '/console/insurers/{id}/edit',
  async load(place) {
    const read = await readInsurer(place)
    return {
      name: 'insurer-edit',
      title: text('console.clients.edit.title', { name: read.object.name }),
      trail: trailOf(read),
      sections: [await insurerForm(place, read.object.protocol, { read })],
    }
  },
  acts: {
    save: {
      secrets: ['secret'],
      async handle(place, typed) {
        const read = await readInsurer(place)
        await place.api.call('insurers.update', {
          params: { id: read.id },
          body: insurerOf(typed, read.object.protocol, read),
        })
        return { go: pathOf(read.id), notice: 'saved' }
      },
    },
  },
}

const metadata: ConsoleModule = {
  path: '/console/insurers/{id}/metadata',
  async load(place) {
    const read = await readInsurer(place)
    const { body } = await place.api.call('insurers.metadata', { params: { id: read.id } })
    return {
      name: 'insurer-metadata',
      title: text('console.insurers.metadata-of', { name: read.object.name }),
      trail: trailOf(read),
      lead: [text('console.insurers.metadata.lead')],
      sections: [
        ...publishedSections(body),
        ...(place.may('insurers', 'write')
          ? [
              {
                kind: 'form',
                act: 'refresh',
                heading: text('console.insurers.refresh'),
                lead: [text('console.insurers.refresh.lead')],
                fields: [reasonField],
                submit: text('console.insurers.refresh.submit'),
              } as const,
            ]
          : []),
      ],
    }
  },
  acts: {
    refresh: {
      async handle({ api, params: { id = '' } }, typed) {
        await api.call('insurers.refresh', { params: { id }, body: { reason: typed.text('reason') } })
        return { go: `${pathOf(id)}/metadata`, notice: 'refreshed' }
      },
    },
  },
}

export const insurerArea: ConsoleArea = {
  modules: [insurers, ...insurerAdditions, insurer, edit, metadata],
  menu: [{ href: '/console/insurers', label: text('console.insurers'), group: 'portals', resource: 'insurers' }],
}
