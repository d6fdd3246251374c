import { code, lines, link, tag } from '../../../core/console/index.ts'
import { text } from '../../../core/index.ts'
import type { ConsoleArea, ConsoleModule } from '../contract.ts'
import { reasonField } from '../fields.ts'
import { clientForm, objectOf, readClient } from './client-form.ts'
import { lintNotice, lintTyped } from './client-lint.ts'
import { registrations } from './client-new.ts'
import { home, list, nameOf, pathOf, secretPage, trailOf } from './client-places.ts'
import { quickStarts } from './client-quick-start.ts'
import { tries } from './client-try.ts'

const clients: ConsoleModule = {
  path: '/console/clients',
  async load(place) {
    const { api, query, may } = place
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
              link(pathOf(object.id), nameOf({ object }, place)),
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

const client: ConsoleModule = {
  path: '/console/clients/{id}',
  async load(place) {
    const read = await readClient(place)
    const { object, managed_by: by, secrets, version } = read
    const isOurs = place.may('clients', 'write') && by === 'api'
    const signsIn = object.grants.includes('authorization_code')
    return {
      name: 'client',
      title: nameOf(read, place),
      trail: [home, list],
      links: [
        ...(isOurs ? [{ href: `${pathOf(object.id)}/edit`, label: text('console.clients.edit') }] : []),
        ...(signsIn && place.may('clients', 'write')
          ? [{ href: `${pathOf(object.id)}/try`, label: text('console.try') }]
          : []),
        ...(signsIn ? [{ href: `${pathOf(object.id)}/quick-start`, label: text('console.quick') }] : []),
      ],
      sections: [
        ...(by === 'file' ? [{ kind: 'notice', tone: 'plain', body: [text('console.managed-by-file')] } as const] : []),
        ...lintNotice(object),
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
      title: text('console.clients.edit.title', { name: nameOf(read, place) }),
      trail: trailOf(read, place),
      sections: [await clientForm(place, read)],
    }
  },
  acts: {
    save: {
      async handle(place, typed) {
        const { id = '' } = place.params
        // what this form does not show stays as it is; the version says whether it is what was looked at
        const { object } = await readClient(place)
        lintTyped(typed, object.application_type, [...object.redirect_uris, ...object.post_logout_redirect_uris])
        await place.api.call('clients.update', { params: { id }, body: objectOf(typed, object) })
        return { go: pathOf(id), notice: 'saved' }
      },
    },
  },
}

export const clientArea: ConsoleArea = {
  modules: [clients, ...registrations, client, edit, tries, ...quickStarts],
  ways: async ({ may }) =>
    may('clients', 'read')
      ? [{ href: '/console/clients', label: text('console.clients'), help: text('console.clients.help') }]
      : [],
  menu: [{ href: '/console/clients', label: text('console.clients'), group: 'portals', resource: 'clients' }],
}
