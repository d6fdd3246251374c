import {
  type Cell,
  type ConsoleField,
  type ConsolePage,
  code,
  lines,
  link,
  moment,
  tag,
} from '../../../core/console/index.ts'
import { text } from '../../../core/index.ts'
import { type OperatorRole, operatorRoles } from '../../../core/operator-access.ts'
import type { Called } from '../../api/in-process.ts'
import { type ConsoleArea, type ConsoleModule, FormTrouble, type Place, type Typed } from '../contract.ts'
import { reasonField } from '../fields.ts'
import { organizationOptions } from './organizations.ts'
import { dangerous, home, line } from './parts.ts'

type Operator = Called<'operators.get'>['body']
const list = { href: '/console/operators', label: text('console.operators') }
const pathOf = (id: string): string => `/console/operators/${id}`
const reach = ({ organizations }: Operator): Cell =>
  organizations ? lines([...organizations]) : text('console.overview.everything')
const stateOf = ({ status }: Operator): Cell =>
  tag(text(`console.operators.status.${status}`), status === 'active' ? 'good' : 'bad')

const operators: ConsoleModule = {
  path: '/console/operators',
  async load({ api, query: { cursor }, may }) {
    const { items, next } = (await api.call('operators.list', { query: { limit: 25, cursor } })).body
    return {
      name: 'operators',
      title: text('console.operators'),
      trail: [home],
      lead: [text('console.operators.lead')],
      ...(may('operators', 'write')
        ? { links: [{ href: '/console/operators/new', label: text('console.operators.new') }] }
        : {}),
      sections: [
        {
          kind: 'table',
          heading: text('console.operators.known'),
          columns: ['name', 'role', 'reach', 'status', 'last'].map(each => ({
            label: text(`console.operators.${each}`),
          })),
          rows: items.map(operator => ({
            cells: [
              link(pathOf(operator.id), operator.name || operator.username),
              text(`console.role.${operator.role}`),
              reach(operator),
              stateOf(operator),
              moment(operator.last_sign_in_at),
            ],
          })),
          empty: text('console.operators.none'),
          ...(next ? { next: `/console/operators?cursor=${encodeURIComponent(next)}` } : {}),
        },
      ],
    }
  },
}

/** What somebody may do, and where. Nobody gives more than they have. */
async function grantFields(place: Place, read?: Operator): Promise<readonly ConsoleField[]> {
  return [
    {
      kind: 'radio',
      name: 'role',
      label: text('console.operators.role'),
      options: operatorRoles.map(role => ({
        value: role,
        label: text(`console.role.${role}`),
        help: text(`console.role.${role}.may`),
      })),
      value: read?.role ?? 'viewer',
    },
    {
      kind: 'checkboxes',
      name: 'organizations',
      label: text('console.operators.reach'),
      hint: text(place.operator.organizations ? 'console.operators.reach.own' : 'console.operators.reach.hint'),
      options: await organizationOptions(place),
      chosen: read ? (read.organizations ?? []) : place.organization ? [place.organization] : [],
    },
    reasonField,
  ]
}
/** @throws FormTrouble */
function grantOf(typed: Typed): { role: OperatorRole; organizations?: string[]; reason: string } {
  const role = operatorRoles.find(each => each === typed.text('role'))
  if (!role) throw new FormTrouble({ field: 'role', said: text('console.operators.role.wanted') })
  const organizations = [...typed.all('organizations')]
  return { role, ...(organizations.length > 0 ? { organizations } : {}), reason: typed.text('reason') }
}

const addition: ConsoleModule = {
  path: '/console/operators/new',
  load: async place => ({
    name: 'operator-new',
    title: text('console.operators.new'),
    trail: [home, list],
    lead: [text('console.operators.new.lead')],
    sections: [
      {
        kind: 'form',
        act: 'create',
        fields: [
          line('given', 'console.operators.given', '', { wanted: true, paths: ['body.name.given', 'body.name'] }),
          line('family', 'console.operators.family', '', { wanted: true, paths: ['body.name.family'] }),
          line('username', 'console.operators.username', '', { wanted: true, isCode: true }),
          line('email', 'console.operators.email', '', { wanted: true, inputmode: 'email', isCode: true }),
          line('phone', 'console.operators.phone', '', { hint: true, wanted: true, inputmode: 'tel' }),
          {
            kind: 'select',
            name: 'language',
            label: text('console.operators.language'),
            options: [
              { value: 'en', label: text('console.language.en') },
              { value: 'es', label: text('console.language.es') },
            ],
            value: place.language,
          },
          ...(await grantFields(place)),
        ],
        submit: text('console.operators.create'),
        isDangerous: true,
      },
    ],
  }),
  acts: {
    create: {
      async handle(place, typed) {
        const [given, family] = [typed.text('given'), typed.text('family')]
        const { body } = await place.api.call('operators.create', {
          body: {
            username: typed.text('username'),
            name: { given, family },
            email: typed.text('email'),
            phone: typed.text('phone'),
            language: typed.text('language') === 'es' ? 'es' : 'en',
            ...grantOf(typed),
          },
        })
        return { page: linkPage(`${given} ${family}`, pathOf(body.id), body) }
      },
    },
  },
}

/** Whoever has the link sets the password: it is shown this once, to be handed over. */
const linkPage = (
  name: string,
  path: string,
  made: { readonly link: string; readonly expires_at: string },
): ConsolePage => ({
  name: 'operator-link',
  title: text('console.operators.link'),
  trail: [home, list],
  sections: [
    {
      kind: 'paper',
      heading: text('console.operators.link.of', { name }),
      body: [text('console.operators.link.once')],
      code: made.link,
    },
    { kind: 'facts', facts: [{ label: text('console.operators.link.until'), value: moment(made.expires_at) }] },
    { kind: 'ways', ways: [{ href: path, label: text('console.operators.link.on') }] },
  ],
})

const readOperator = ({ api, params: { id = '' } }: Place) => api.call('operators.get', { params: { id } })

const operator: ConsoleModule = {
  path: '/console/operators/{id}',
  async load(place) {
    const { body: read } = await readOperator(place)
    const { version } = read
    const mayChange = place.may('operators', 'write') && read.status !== 'ended' && read.id !== place.operator.accountId
    return {
      name: 'operator',
      title: read.name || read.username,
      trail: [home, list],
      sections: [
        {
          kind: 'facts',
          heading: text('console.operators.about'),
          facts: [
            { label: text('console.operators.username'), value: code(read.username) },
            { label: text('console.operators.role'), value: text(`console.role.${read.role}`) },
            { label: text('console.operators.reach'), value: reach(read) },
            { label: text('console.operators.status'), value: stateOf(read) },
            { label: text('console.operators.last'), value: moment(read.last_sign_in_at) },
            { label: text('console.operators.since'), value: moment(read.created_at) },
          ],
        },
        ...(mayChange
          ? [
              dangerous('change', 'console.operators.change', { fields: await grantFields(place, read), version }),
              ...(read.last_sign_in_at
                ? []
                : [dangerous('renew', 'console.operators.renew', { fields: [reasonField] })]),
              dangerous('remove', 'console.operators.remove', { fields: [reasonField], version }),
            ]
          : []),
      ],
    }
  },
  acts: {
    change: {
      async handle({ api, params: { id = '' } }, typed) {
        await api.call('operators.change', { params: { id }, body: grantOf(typed) })
        return { go: pathOf(id), notice: 'saved' }
      },
    },
    renew: {
      async handle(place, typed) {
        const { body: read } = await readOperator(place)
        const params = { id: read.id }
        const { body } = await place.api.call('operators.renew-link', {
          params,
          body: { reason: typed.text('reason') },
        })
        return { page: linkPage(read.name || read.username, pathOf(read.id), body) }
      },
    },
    remove: {
      async handle(place, typed) {
        const { id, role, organizations } = (await readOperator(place)).body
        await place.api.call('operators.change', {
          params: { id },
          body: { role, ...(organizations ? { organizations } : {}), ended: true, reason: typed.text('reason') },
        })
        return { go: list.href, notice: 'removed' }
      },
    },
  },
}

export const operatorArea: ConsoleArea = {
  modules: [operators, addition, operator],
  menu: [
    { href: '/console/operators', label: text('console.operators'), group: 'installation', resource: 'operators' },
  ],
}
