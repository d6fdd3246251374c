import { type ConsoleForm, code, lines, link, tag } from '../../../core/console/index.ts'
import { localized, text } from '../../../core/index.ts'
import type { OrganizationObjectInput } from '../../../core/objects/organization.ts'
import type { Called } from '../../api/in-process.ts'
import type { ConsoleArea, ConsoleModule, Place, Typed } from '../contract.ts'
import { named } from './organizations.ts'
import { fileNotice, home, line } from './parts.ts'

type Organization = Called<'organizations.get'>['body']
const list = { href: '/console/organizations', label: text('console.organizations') }
const pathOf = (id: string): string => `/console/organizations/${encodeURIComponent(id)}`
const nameOf = ({ object }: Pick<Organization, 'object'>, { language }: Pick<Place, 'language'>): string =>
  localized(named(object.name), language)
const switches = ['self_registration', 'new_patients_may_register', 'applications', 'email_code_confirms'] as const
const idOf = (name: (typeof switches)[number]): string => `console.organizations.${name.replaceAll('_', '-')}`

const readOrganization = async ({ api, params: { id = '' } }: Place): Promise<Organization> =>
  (await api.call('organizations.get', { params: { id } })).body

const organizations: ConsoleModule = {
  path: '/console/organizations',
  async load(place) {
    const { api, may, operator } = place
    const { items, next } = (await api.call('organizations.list', { query: { limit: 25, cursor: place.query.cursor } }))
      .body
    return {
      name: 'organizations',
      title: text('console.organizations'),
      trail: [home],
      lead: [text('console.organizations.lead')],
      ...(may('organizations', 'write') && !operator.organizations
        ? { links: [{ href: '/console/organizations/new', label: text('console.organizations.new') }] }
        : {}),
      sections: [
        {
          kind: 'table',
          heading: text('console.organizations.known'),
          columns: [
            { label: text('console.organizations.name') },
            { label: text('console.organizations.id') },
            { label: text('console.organizations.time-zone') },
            { label: text('console.clients.kept-by') },
          ],
          rows: items.map(item => ({
            cells: [
              link(pathOf(item.object.id), nameOf(item, place)),
              code(item.object.id),
              item.object.time_zone,
              tag(text(`console.kept-by.${item.managed_by}`)),
            ],
          })),
          empty: text('console.organizations.none'),
          ...(next ? { next: `/console/organizations?cursor=${encodeURIComponent(next)}` } : {}),
        },
      ],
    }
  },
}

/** The common part; locations, providers and branding stay as they are. */
function organizationForm(place: Place, read?: Organization): ConsoleForm {
  const object = read?.object
  return {
    kind: 'form',
    act: read ? 'save' : 'create',
    ...(read ? { version: read.version } : {}),
    fields: [
      ...(object ? [] : [line('id', 'console.organizations.id', '', { hint: true, wanted: true, isCode: true })]),
      line('name_en', 'console.clients.name-en', object?.name.en, { paths: ['body.name.en', 'body.name'] }),
      line('name_es', 'console.clients.name-es', object?.name.es, { paths: ['body.name.es'], isOptional: true }),
      line('time_zone', 'console.organizations.time-zone', object?.time_zone ?? place.timeZone ?? 'America/New_York', {
        hint: true,
        wanted: true,
        isCode: true,
      }),
      {
        kind: 'select',
        name: 'default_language',
        label: text('console.organizations.language'),
        options: [
          { value: 'en', label: text('console.language.en') },
          { value: 'es', label: text('console.language.es') },
        ],
        value: object?.default_language ?? 'en',
      },
      line('home_client', 'console.organizations.home-client', object?.home_client, {
        hint: true,
        isCode: true,
        isOptional: true,
      }),
      line('phone_country', 'console.organizations.phone-country', object?.settings.phone_country ?? 'US', {
        hint: true,
        isCode: true,
        paths: ['body.settings.phone_country'],
      }),
      ...switches.map(
        name =>
          ({
            kind: 'checkbox',
            name,
            label: text(idOf(name)),
            isChecked: object?.settings[name] ?? true,
          }) as const,
      ),
    ],
    submit: text(read ? 'console.save' : 'console.organizations.create'),
    cancel: { href: object ? pathOf(object.id) : list.href, label: text('console.cancel') },
  }
}

function objectOf(typed: Typed, standing?: Organization['object']): OrganizationObjectInput {
  const { home_client: _home, ...rest } = standing ?? {}
  const [es, homeClient] = [typed.maybe('name_es'), typed.maybe('home_client')]
  return {
    ...rest,
    id: standing?.id ?? typed.text('id'),
    name: { en: typed.text('name_en'), ...(es ? { es } : {}) },
    time_zone: typed.text('time_zone'),
    default_language: typed.text('default_language') === 'es' ? 'es' : 'en',
    ...(homeClient ? { home_client: homeClient } : {}),
    settings: {
      ...standing?.settings,
      phone_country: typed.text('phone_country'),
      ...Object.fromEntries(switches.map(name => [name, typed.isOn(name)])),
    },
  } as OrganizationObjectInput
}

const addition: ConsoleModule = {
  path: '/console/organizations/new',
  load: async place => ({
    name: 'organization-new',
    title: text('console.organizations.new'),
    trail: [home, list],
    sections: [organizationForm(place)],
  }),
  acts: {
    create: {
      async handle({ api }, typed) {
        const { body } = await api.call('organizations.create', { body: objectOf(typed) })
        return { go: pathOf(body.object.id), notice: 'created' }
      },
    },
  },
}

const organization: ConsoleModule = {
  path: '/console/organizations/{id}',
  async load(place) {
    const read = await readOrganization(place)
    const { object, managed_by: by } = read
    const isOurs = place.may('organizations', 'write') && by === 'api'
    return {
      name: 'organization-one',
      title: nameOf(read, place),
      trail: [home, list],
      links: [
        ...(isOurs ? [{ href: `${pathOf(object.id)}/edit`, label: text('console.organizations.edit') }] : []),
        { href: `/console/branding/${encodeURIComponent(object.id)}`, label: text('console.branding') },
      ],
      sections: [
        ...fileNotice(by),
        {
          kind: 'facts',
          heading: text('console.organizations.about'),
          facts: [
            { label: text('console.organizations.id'), value: code(object.id) },
            { label: text('console.organizations.time-zone'), value: object.time_zone },
            {
              label: text('console.organizations.language'),
              value: text(`console.language.${object.default_language}`),
            },
            { label: text('console.organizations.home-client'), value: code(object.home_client) },
            { label: text('console.organizations.phone-country'), value: object.settings.phone_country },
            ...switches.map(name => ({
              label: text(idOf(name)),
              value: text(object.settings[name] ? 'console.yes' : 'console.no'),
            })),
          ],
        },
        {
          kind: 'table',
          heading: text('console.organizations.locations'),
          columns: ['location', 'id', 'address'].map(each => ({ label: text(`console.organizations.${each}`) })),
          rows: object.locations.map(({ id, name, address }) => ({
            cells: [
              name,
              code(id),
              lines(
                [
                  ...(address?.lines ?? []),
                  [address?.city, address?.state, address?.postal_code].filter(Boolean).join(' '),
                ].filter(each => each !== ''),
              ),
            ],
          })),
          empty: text('console.organizations.no-location'),
        },
        {
          kind: 'table',
          heading: text('console.organizations.providers'),
          columns: ['provider', 'npi', 'at'].map(each => ({ label: text(`console.organizations.${each}`) })),
          rows: object.providers.map(({ name, npi, location }) => ({ cells: [name, code(npi), code(location)] })),
          empty: text('console.organizations.no-provider'),
        },
      ],
    }
  },
}

const edit: ConsoleModule = {
  path: '/console/organizations/{id}/edit',
  async load(place) {
    const read = await readOrganization(place)
    return {
      name: 'organization-edit',
      title: text('console.clients.edit.title', { name: nameOf(read, place) }),
      trail: [home, list, { href: pathOf(read.object.id), label: nameOf(read, place) }],
      sections: [organizationForm(place, read)],
    }
  },
  acts: {
    save: {
      async handle(place, typed) {
        const { object } = await readOrganization(place)
        await place.api.call('organizations.update', { params: { id: object.id }, body: objectOf(typed, object) })
        return { go: pathOf(object.id), notice: 'saved' }
      },
    },
  },
}

export const organizationsArea: ConsoleArea = {
  modules: [organizations, addition, organization, edit],
  menu: [
    {
      href: '/console/organizations',
      label: text('console.organizations'),
      group: 'installation',
      resource: 'organizations',
    },
  ],
}
