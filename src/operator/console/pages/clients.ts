import { type ConsolePage, code, lines, link, tag } from '../../../core/console/index.ts'
import { localized, text } from '../../../core/index.ts'
import type { ConsoleArea, ConsoleModule, Place } from '../contract.ts'
import { reasonField } from '../fields.ts'
import { type Client, clientForm, objectOf, readClient } from './client-form.ts'
import { named } from './organizations.ts'

const home = { href: '/console', label: text('console.overview') }
const list = { href: '/console/clients', label: text('console.clients') }
const pathOf = (id: string): string => `/console/clients/${encodeURIComponent(id)}`
const whole = ({ object }: Client, { language }: Place): string => localized(named(object.name), language)

const clients: ConsoleModule = {
  path: '/console/clients',
  async load({ api, query, may, language }) {
    const { cursor } = query
    const { items, next } = (await api.call('clients.list', { query: { limit: 25, cursor } })).body
    return {
      name: 'clients',
      title: text('console.clients'),
      trail: [home],
      lead: [text('console.clients.lead')],
      ...(may('clients', 'write')
        ? { links: [{ href: '/console/clients/new', label: text('console.clients.new') }] }
        : {}),
      sections: [
        {
          kind: 'table',
          heading: text('console.clients.registered'),
          columns: [
            { label: text('console.clients.name') },
            { label: text('console.clients.id') },
            { label: text('console.clients.organization') },
            { label: text('console.clients.kept-by') },
          ],
          rows: items.map(({ object, managed_by: by }) => ({
            cells: [
              link(pathOf(object.id), localized(named(object.name), language)),
              code(object.id),
              object.organization ?? text('console.clients.installation'),
              tag(text(`console.kept-by.${by}`)),
            ],
          })),
          empty: text('console.clients.none'),
          ...(next ? { next: `/console/clients?cursor=${encodeURIComponent(next)}` } : {}),
        },
      ],
    }
  },
}

const registration: ConsoleModule = {
  path: '/console/clients/new',
  load: async place => ({
    name: 'client-new',
    title: text('console.clients.new'),
    trail: [home, list],
    sections: [await clientForm(place)],
  }),
  acts: {
    create: {
      async handle(place, typed) {
        const { body } = await place.api.call('clients.create', { body: objectOf(typed) })
        const go = `${pathOf(body.object.id)}`
        return body.secret ? { page: secretPage(place, body, body.secret) } : { go, notice: 'created' }
      },
    },
  },
}

const client: ConsoleModule = {
  path: '/console/clients/{id}',
  async load(place) {
    const read = await readClient(place)
    const { object, managed_by: by, secrets, version } = read
    const isOurs = place.may('clients', 'write') && by === 'api'
    return {
      name: 'client',
      title: whole(read, place),
      trail: [home, list],
      ...(isOurs ? { links: [{ href: `${pathOf(object.id)}/edit`, label: text('console.clients.edit') }] } : {}),
      sections: [
        ...(by === 'file' ? [{ kind: 'notice', tone: 'plain', body: [text('console.managed-by-file')] } as const] : []),
        {
          kind: 'facts',
          heading: text('console.clients.about'),
          facts: [
            { label: text('console.clients.id'), value: code(object.id) },
            {
              label: text('console.clients.organization'),
              value: object.organization ?? text('console.clients.installation'),
            },
            { label: text('console.clients.redirect-uris'), value: lines(object.redirect_uris.map(code)) },
            {
              label: text('console.clients.post-logout'),
              value: lines(object.post_logout_redirect_uris.map(code)),
            },
            { label: text('console.clients.method'), value: text(`console.clients.method.${object.auth.method}`) },
            ...(object.auth.method.startsWith('client_secret')
              ? [{ label: text('console.clients.secrets'), value: String(secrets) }]
              : []),
            { label: text('console.clients.scopes'), value: lines(object.scopes.map(code)) },
            {
              label: text('console.clients.first-party'),
              value: text(object.first_party ? 'console.yes' : 'console.no'),
            },
          ],
        },
        ...(place.may('clients', 'write') && object.auth.method.startsWith('client_secret')
          ? [
              {
                kind: 'form',
                act: 'rotate-secret',
                folded: text('console.clients.rotate'),
                lead: [text('console.clients.rotate.lead')],
                fields: [
                  {
                    kind: 'checkbox',
                    name: 'leaked',
                    label: text('console.clients.leaked'),
                    hint: text('console.clients.leaked.hint'),
                  },
                  reasonField,
                ],
                submit: text('console.clients.rotate.submit'),
                isDangerous: true,
              } as const,
            ]
          : []),
        ...(isOurs
          ? [
              {
                kind: 'form',
                act: 'delete',
                folded: text('console.clients.delete'),
                lead: [text('console.clients.delete.lead')],
                fields: [],
                submit: text('console.clients.delete.submit'),
                isDangerous: true,
                version,
              } as const,
            ]
          : []),
      ],
    }
  },
  acts: {
    'rotate-secret': {
      async handle(place, typed) {
        const { id = '' } = place.params
        const read = await readClient(place)
        const { body } = await place.api.call('clients.rotate-secret', {
          params: { id },
          body: { leaked: typed.isOn('leaked'), reason: typed.text('reason') },
        })
        return { page: secretPage(place, read, body.secret) }
      },
    },
    delete: {
      async handle({ api, params: { id = '' } }) {
        await api.call('clients.delete', { params: { id } })
        return { go: '/console/clients', notice: 'deleted' }
      },
    },
  },
}

const edit: ConsoleModule = {
  path: '/console/clients/{id}/edit',
  async load(place) {
    const read = await readClient(place)
    return {
      name: 'client-edit',
      title: text('console.clients.edit.title', { name: whole(read, place) }),
      trail: [home, list, { href: pathOf(read.object.id), label: whole(read, place) }],
      sections: [await clientForm(place, read)],
    }
  },
  acts: {
    save: {
      async handle(place, typed) {
        const { id = '' } = place.params
        // what this form does not show stays as it is; the version says whether it is what was looked at
        const { object } = await readClient(place)
        await place.api.call('clients.update', { params: { id }, body: objectOf(typed, object) })
        return { go: pathOf(id), notice: 'saved' }
      },
    },
  },
}

/** A secret is shown this once, so it is no address that could be opened again. */
const secretPage = (place: Place, read: Pick<Client, 'object'>, secret: string): ConsolePage => ({
  name: 'client-secret',
  title: text('console.clients.secret'),
  trail: [home, list, { href: pathOf(read.object.id), label: localized(named(read.object.name), place.language) }],
  sections: [
    {
      kind: 'paper',
      heading: text('console.clients.secret.of', { name: localized(named(read.object.name), place.language) }),
      body: [text('console.clients.secret.once')],
      code: secret,
    },
    {
      kind: 'ways',
      ways: [{ href: pathOf(read.object.id), label: text('console.clients.secret.on') }],
    },
  ],
})

export const clientArea: ConsoleArea = {
  modules: [clients, registration, client, edit],
  ways: async ({ may }) =>
    may('clients', 'read')
      ? [{ href: '/console/clients', label: text('console.clients'), help: text('console.clients.help') }]
      : [],
  menu: [{ href: '/console/clients', label: text('console.clients'), group: 'portals', resource: 'clients' }],
}
