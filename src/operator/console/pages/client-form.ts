import type { ConsoleField, ConsoleForm } from '../../../core/console/index.ts'
import { text } from '../../../core/index.ts'
import { type ClientObjectInput, clientScopes } from '../../../core/objects/client.ts'
import type { Called } from '../../api/in-process.ts'
import type { Place, Typed } from '../contract.ts'
import { organizationOptions } from './organizations.ts'

export type Client = Called<'clients.get'>['body']

export const readClient = async ({ api, params: { id = '' } }: Place): Promise<Client> =>
  (await api.call('clients.get', { params: { id } })).body

/** What can be registered here: a portal with a server, a page in the browser alone, an app. */
export const clientKinds = ['web', 'browser', 'native'] as const
export type ClientKind = (typeof clientKinds)[number]
export const kindOf = (name: string | undefined): ClientKind | undefined => clientKinds.find(kind => kind === name)

/** What the form can make of a client; `private_key_jwt` needs keys, which files describe. */
const methods = ['client_secret_basic', 'client_secret_post', 'none'] as const
/** What keeps no secret is not asked how. */
const madeOf = {
  web: {},
  browser: { auth: { method: 'none' } },
  native: { auth: { method: 'none' }, application_type: 'native' },
} as const satisfies Readonly<Record<ClientKind, Partial<ClientObjectInput>>>

/** The common part of a client; what it does not show stays as it is. */
export async function clientForm(place: Place, read?: Client, kind: ClientKind = 'web'): Promise<ConsoleForm> {
  const object = read?.object
  const isFixed = object ? object.auth.method === 'private_key_jwt' : kind !== 'web'
  const area = (name: string, id: string, value: readonly string[] | undefined): ConsoleField => ({
    kind: 'textarea',
    name,
    label: text(`console.clients.${id}`),
    hint: text(`console.clients.${id}${kind === 'native' ? '.app' : ''}.hint`),
    wanted: text(`console.clients.${id}.wanted`),
    value: (value ?? []).join('\n'),
    rows: 3,
    isCode: true,
    isOptional: name !== 'redirect_uris',
  })
  return {
    kind: 'form',
    act: read ? 'save' : 'create',
    ...(read ? { version: read.version } : {}),
    fields: [
      ...(object
        ? []
        : [
            {
              kind: 'text',
              name: 'id',
              label: text('console.clients.id'),
              hint: text('console.clients.id.hint'),
              wanted: text('console.clients.id.wanted'),
              isCode: true,
            } as const,
          ]),
      {
        kind: 'text',
        name: 'name_en',
        label: text('console.clients.name-en'),
        paths: ['body.name.en', 'body.name'],
        wanted: text('console.clients.name.wanted'),
        value: object?.name.en ?? '',
      },
      {
        kind: 'text',
        name: 'name_es',
        label: text('console.clients.name-es'),
        paths: ['body.name.es'],
        value: object?.name.es ?? '',
        isOptional: true,
      },
      {
        kind: 'select',
        name: 'organization',
        label: text('console.clients.organization'),
        hint: text('console.clients.organization.hint'),
        options: [
          ...(place.operator.organizations ? [] : [{ value: '', label: text('console.clients.installation') }]),
          ...(await organizationOptions(place)),
        ],
        value: object ? (object.organization ?? '') : place.organization,
      },
      area('redirect_uris', 'redirect-uris', object?.redirect_uris),
      area('post_logout_redirect_uris', 'post-logout', object?.post_logout_redirect_uris),
      {
        kind: 'text',
        name: 'start_url',
        label: text('console.clients.start-url'),
        hint: text('console.clients.start-url.hint'),
        inputmode: 'url',
        isCode: true,
        isOptional: true,
        value: object?.start_url ?? '',
      },
      ...(isFixed
        ? []
        : [
            {
              kind: 'radio',
              name: 'method',
              label: text('console.clients.method'),
              paths: ['body.auth'],
              options: methods.map(value => ({ value, label: text(`console.clients.method.${value}`) })),
              value: object?.auth.method ?? 'client_secret_basic',
            } as const,
          ]),
      {
        kind: 'checkboxes',
        name: 'scopes',
        label: text('console.clients.scopes'),
        options: clientScopes.map(value => ({
          value,
          label: text(`console.clients.scope.${value}`),
          help: value,
        })),
        chosen: object?.scopes ?? ['openid', 'profile'],
      },
      {
        kind: 'checkbox',
        name: 'first_party',
        label: text('console.clients.first-party'),
        hint: text('console.clients.first-party.hint'),
        isChecked: object?.first_party ?? true,
      },
    ],
    submit: text(read ? 'console.save' : 'console.clients.create'),
    cancel: {
      href: object ? `/console/clients/${encodeURIComponent(object.id)}` : '/console/clients',
      label: text('console.cancel'),
    },
  }
}

/** What was typed as a whole object, on top of what stands. */
export function objectOf(typed: Typed, standing?: Client['object'], kind: ClientKind = 'web'): ClientObjectInput {
  const { organization: _organization, start_url: _start, ...rest } = standing ?? {}
  const [organization, startUrl, es] = [typed.maybe('organization'), typed.maybe('start_url'), typed.maybe('name_es')]
  const method = typed.maybe('method')
  return {
    ...((standing ? rest : madeOf[kind]) as Partial<ClientObjectInput>),
    id: standing?.id ?? typed.text('id'),
    name: { en: typed.text('name_en'), ...(es ? { es } : {}) },
    ...(organization ? { organization } : {}),
    ...(startUrl ? { start_url: startUrl } : {}),
    redirect_uris: [...typed.lines('redirect_uris')],
    post_logout_redirect_uris: [...typed.lines('post_logout_redirect_uris')],
    ...(method ? { auth: { method } as ClientObjectInput['auth'] } : {}),
    scopes: [...typed.all('scopes')] as ClientObjectInput['scopes'],
    first_party: typed.isOn('first_party'),
  } as ClientObjectInput
}
