import { acrLevels } from '../../../core/assurance.ts'
import type { ConsoleField, ConsoleForm } from '../../../core/console/index.ts'
import { text } from '../../../core/index.ts'
import type { InsurerObject, InsurerObjectInput } from '../../../core/objects/insurer.ts'
import type { Called } from '../../api/in-process.ts'
import type { Place, Typed } from '../contract.ts'
import { organizationOptions } from './organizations.ts'
import { line } from './parts.ts'

type Read = Called<'insurers.get'>['body']
/** As the API tells it: a file's own shape, without the secret. */
export interface Insurer extends Omit<Read, 'object'> {
  readonly object: InsurerObject
}
export const protocols = ['oidc', 'saml'] as const
export type Protocol = (typeof protocols)[number]

export const readInsurer = async ({ api, params: { id = '' } }: Place): Promise<Insurer> =>
  (await api.call('insurers.get', { params: { id } })).body as unknown as Insurer

const claimNames = ['subject', 'member_id', 'given_name', 'family_name', 'birthdate', 'phone', 'email'] as const
const proofs = ['private_key_jwt', 'client_secret_basic', 'client_secret_post'] as const

/** What an insurer is, as far as a form tells it; what it does not show stays as it is. */
export async function insurerForm(
  place: Place,
  protocol: Protocol,
  { read, given = {} }: { readonly read?: Insurer; readonly given?: Partial<Record<string, string>> } = {},
): Promise<ConsoleForm> {
  const object = read?.object
  const yes = (name: string, id: string, isChecked: boolean, paths?: readonly string[]): ConsoleField => ({
    kind: 'checkbox',
    name,
    label: text(`console.insurers.${id}`),
    hint: text(`console.insurers.${id}.hint`),
    isChecked,
    ...(paths ? { paths } : {}),
  })
  const organizations = await organizationOptions(place)
  return {
    kind: 'form',
    act: read ? 'save' : 'create',
    ...(read ? { version: read.version } : { folded: text('console.insurers.add-it') }),
    fields: [
      ...(read ? [] : [line('id', 'console.insurers.id', '', { hint: true, wanted: true, isCode: true })]),
      line('name', 'console.insurers.name', object?.name, { wanted: true }),
      {
        kind: 'textarea',
        name: 'plans',
        label: text('console.insurers.plans'),
        hint: text('console.insurers.plans.hint'),
        value: (object?.plans ?? []).join('\n'),
        rows: 3,
        isOptional: true,
      },
      {
        kind: 'checkboxes',
        name: 'organizations',
        label: text('console.insurers.organizations'),
        hint: text(
          place.operator.organizations ? 'console.insurers.organizations.own' : 'console.insurers.organizations.hint',
        ),
        options: organizations,
        chosen: object ? (object.organizations ?? []) : place.organization ? [place.organization] : [],
      },
      ...(protocol === 'oidc' ? oidcFields(object, given) : samlFields(object, given)),
      ...claimNames.map(name =>
        line(`claim_${name}`, `console.insurers.claim.${name}`, object?.claims[name], {
          isOptional: true,
          isCode: true,
          paths: [`body.claims.${name}`],
        }),
      ),
      {
        kind: 'select',
        name: 'ceiling',
        label: text('console.insurers.ceiling'),
        hint: text('console.insurers.ceiling.hint'),
        options: acrLevels.map(value => ({ value, label: text(`sign-in-test.acr.${value}`) })),
        value: object?.assurance.ceiling ?? 'urn:vestibule:aal1',
        paths: ['body.assurance'],
      },
      yes('by_member_id', 'by-member-id', object?.linking.by_member_id ?? false, ['body.linking']),
      yes('trusted_at_check_in', 'trusted', object?.linking.trusted_at_check_in ?? false),
      // one that was just added is tested before people see it
      yes('enabled', 'enabled', object?.enabled ?? false),
    ],
    submit: text(read ? 'console.save' : 'console.insurers.create'),
    ...(read
      ? { cancel: { href: `/console/insurers/${encodeURIComponent(read.id)}`, label: text('console.cancel') } }
      : {}),
  }
}

function oidcFields(
  object: InsurerObject | undefined,
  given: Partial<Record<string, string>>,
): readonly ConsoleField[] {
  const oidc = object?.protocol === 'oidc' ? object : undefined
  return [
    line('issuer', 'console.insurers.issuer', oidc?.issuer ?? given.issuer, {
      hint: true,
      wanted: true,
      inputmode: 'url',
      isCode: true,
    }),
    line('client_id', 'console.insurers.client-id', oidc?.client.id, {
      hint: true,
      isCode: true,
      paths: ['body.client.id', 'body.client'],
    }),
    {
      kind: 'radio',
      name: 'auth',
      label: text('console.insurers.auth'),
      paths: ['body.client.auth'],
      options: proofs.map(value => ({ value, label: text(`console.insurers.auth.${value}`) })),
      value: oidc?.client.auth ?? 'private_key_jwt',
    },
    {
      kind: 'secret',
      name: 'secret',
      label: text('console.insurers.secret'),
      hint: text(oidc ? 'console.insurers.secret.stays' : 'console.insurers.secret.hint'),
      paths: ['body.client.secret'],
      isOptional: true,
    },
    line('scopes', 'console.insurers.scopes', (oidc?.scopes ?? ['openid', 'profile']).join(' '), {
      hint: true,
      isCode: true,
    }),
  ]
}

function samlFields(
  object: InsurerObject | undefined,
  given: Partial<Record<string, string>>,
): readonly ConsoleField[] {
  const saml = object?.protocol === 'saml' ? object : undefined
  return [
    line('metadata_url', 'console.insurers.metadata-url', saml?.metadata_url ?? given.metadata_url, {
      hint: true,
      wanted: true,
      inputmode: 'url',
      isCode: true,
      isOptional: true,
      paths: ['body.metadata_url', 'body'],
    }),
    {
      kind: 'textarea',
      name: 'metadata_file',
      label: text('console.insurers.metadata'),
      hint: text('console.insurers.metadata.hint'),
      value: saml?.metadata_file ?? given.metadata_file ?? '',
      rows: 4,
      isCode: true,
      isOptional: true,
    },
    line('entity_id', 'console.insurers.entity-id', saml?.entity_id ?? given.entity_id, {
      hint: true,
      isCode: true,
      isOptional: true,
    }),
    {
      kind: 'checkbox',
      name: 'want_encrypted',
      label: text('console.insurers.want-encrypted'),
      hint: text('console.insurers.want-encrypted.hint'),
      isChecked: saml?.want_encrypted ?? false,
    },
  ]
}

/** What was typed as a whole object, on top of what stands. */
export function insurerOf(typed: Typed, protocol: Protocol, standing?: Insurer): InsurerObjectInput {
  const before = standing?.object
  const { organizations: _organizations, ...rest } = before ?? {}
  const organizations = typed.all('organizations')
  const claims = Object.fromEntries(
    claimNames.flatMap(name => {
      const value = typed.maybe(`claim_${name}`)
      return value ? [[name, value]] : []
    }),
  )
  return {
    ...rest,
    id: standing?.id ?? typed.text('id'),
    name: typed.text('name'),
    plans: [...typed.lines('plans')],
    ...(organizations.length > 0 ? { organizations: [...organizations] } : {}),
    protocol,
    claims,
    assurance: { ...before?.assurance, ceiling: typed.text('ceiling') },
    linking: {
      ...before?.linking,
      by_member_id: typed.isOn('by_member_id'),
      trusted_at_check_in: typed.isOn('trusted_at_check_in'),
    },
    enabled: typed.isOn('enabled'),
    ...(protocol === 'oidc' ? oidcOf(typed) : samlOf(typed)),
  } as InsurerObjectInput
}

function oidcOf(typed: Typed): object {
  const [auth, secret] = [typed.text('auth'), typed.maybe('secret')]
  return {
    issuer: typed.text('issuer'),
    client: { id: typed.text('client_id'), auth, ...(secret && auth !== 'private_key_jwt' ? { secret } : {}) },
    scopes: typed.text('scopes').split(/\s+/).filter(Boolean),
  }
}

/** Address and document exclude each other; an empty field takes back what stood there. */
const samlOf = (typed: Typed): object => ({
  metadata_url: typed.maybe('metadata_url'),
  metadata_file: typed.maybe('metadata_file'),
  entity_id: typed.maybe('entity_id'),
  want_encrypted: typed.isOn('want_encrypted'),
})
