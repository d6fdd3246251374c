import { acrLevels } from '../../../core/assurance.ts'
import { type ConsoleForm, type ConsoleOption, code, day, lines, link } from '../../../core/console/index.ts'
import { text } from '../../../core/index.ts'
import { confirmingKinds, policyLevels, secondFactorRules } from '../../../core/policy.ts'
import type { Called } from '../../api/in-process.ts'
import { Refused } from '../../api/index.ts'
import { Problem } from '../../api/problems.ts'
import type { ConsoleArea, ConsoleModule, Place, Typed } from '../contract.ts'
import { word } from '../words.ts'
import { fileNotice, home } from './parts.ts'

type Policy = Called<'policies.get'>['body']
type Level = (typeof policyLevels)[number]
const list = { href: '/console/policies', label: text('console.policies') }
const pathOf = (id: string): string => `/console/policies/${id}`
const levelName = (id: Level) => text(`console.policies.level.${id}`)

const policies: ConsoleModule = {
  path: '/console/policies',
  async load({ api }) {
    const { items } = (await api.call('policies.list')).body
    const own = new Map(items.map(item => [item.object.id, item]))
    return {
      name: 'policies',
      title: text('console.policies'),
      trail: [home],
      lead: [text('console.policies.lead')],
      sections: [
        {
          kind: 'table',
          heading: text('console.policies.levels'),
          columns: ['level', 'floor', 'second', 'exceptions'].map((each, at) => ({
            label: text(`console.policies.${each}`),
            ...(at === 3 ? { isNumber: true } : {}),
          })),
          rows: policyLevels.map(id => {
            const object = own.get(id)?.object
            return {
              cells: [
                link(pathOf(id), levelName(id)),
                object?.assurance.floor ? text(`sign-in-test.acr.${object.assurance.floor}`) : above(id),
                object?.assurance.second_factor
                  ? text(`console.policies.second.${object.assurance.second_factor}`)
                  : above(id),
                String(object?.exceptions.length ?? 0),
              ],
            }
          }),
          empty: text('console.policies.lead'),
        },
      ],
    }
  },
}

/** Where a level says nothing. */
const above = (id: Level) => text(id === 'installation' ? 'console.policies.standard' : 'console.policies.above')

/** @returns undefined where the level says nothing of its own yet */
async function readPolicy({ api, params }: Place): Promise<{ readonly id: Level; readonly read?: Policy }> {
  const id = policyLevels.find(each => each === params.id)
  if (!id) throw new Refused(new Problem('not-found'), '')
  const { items } = (await api.call('policies.list')).body
  const read = items.find(({ object }) => object.id === id)
  return { id, ...(read ? { read } : {}) }
}

function policyForm(id: Level, read: Policy | undefined): ConsoleForm {
  const rules = read?.object.assurance
  const unsaid: ConsoleOption = { value: '', label: above(id) }
  const acrs = (name: 'floor' | 'sensitive') =>
    ({
      kind: 'select',
      name,
      label: text(`console.policies.${name}`),
      hint: text(`console.policies.${name}.hint`),
      paths: [`body.assurance.${name}`],
      options: [unsaid, ...acrLevels.map(value => ({ value, label: text(`sign-in-test.acr.${value}`) }))],
      value: rules?.[name] ?? '',
    }) as const
  const enrol = rules?.enrol_on_the_way
  return {
    kind: 'form',
    act: 'save',
    folded: text('console.policies.change'),
    lead: [text('console.policies.change.lead')],
    fields: [
      acrs('floor'),
      acrs('sensitive'),
      {
        kind: 'select',
        name: 'second_factor',
        label: text('console.policies.second'),
        paths: ['body.assurance.second_factor'],
        options: [
          unsaid,
          ...secondFactorRules.map(value => ({ value, label: text(`console.policies.second.${value}`) })),
        ],
        value: rules?.second_factor ?? '',
      },
      {
        kind: 'checkboxes',
        name: 'confirm',
        label: text('console.policies.confirm'),
        hint: text('console.policies.confirm.hint'),
        paths: ['body.assurance.confirm'],
        options: confirmingKinds.map(value => ({ value, label: word(value) })),
        chosen: rules?.confirm ?? [],
      },
      {
        kind: 'select',
        name: 'enrol_on_the_way',
        label: text('console.policies.enrol'),
        hint: text('console.policies.enrol.hint'),
        paths: ['body.assurance.enrol_on_the_way'],
        options: [unsaid, { value: 'yes', label: text('console.yes') }, { value: 'no', label: text('console.no') }],
        value: enrol === undefined ? '' : enrol ? 'yes' : 'no',
      },
    ],
    submit: text('console.save'),
    isDangerous: true,
    ...(read ? { version: read.version } : {}),
  }
}

function rulesOf(typed: Typed): object {
  const [confirm, enrol] = [typed.all('confirm'), typed.text('enrol_on_the_way')]
  const said = (['floor', 'sensitive', 'second_factor'] as const).flatMap(name => {
    const value = typed.maybe(name)
    return value ? [[name, value]] : []
  })
  return {
    ...Object.fromEntries(said),
    ...(confirm.length > 0 ? { confirm: [...confirm] } : {}),
    ...(enrol ? { enrol_on_the_way: enrol === 'yes' } : {}),
  }
}

const policy: ConsoleModule = {
  path: '/console/policies/{id}',
  async load(place) {
    const { id, read } = await readPolicy(place)
    const rules = read?.object.assurance
    const acr = (value: string | undefined) => (value ? text(`sign-in-test.acr.${value}`) : above(id))
    const isOurs = place.may('policies', 'write') && read?.managed_by !== 'file'
    return {
      name: 'policy',
      title: levelName(id),
      trail: [home, list],
      sections: [
        ...fileNotice(read?.managed_by ?? 'api'),
        {
          kind: 'facts',
          heading: text('console.policies.says'),
          facts: [
            { label: text('console.policies.floor'), value: acr(rules?.floor) },
            { label: text('console.policies.sensitive'), value: acr(rules?.sensitive) },
            {
              label: text('console.policies.second'),
              value: rules?.second_factor ? text(`console.policies.second.${rules.second_factor}`) : above(id),
            },
            {
              label: text('console.policies.confirm'),
              value: rules?.confirm ? lines(rules.confirm.map(word)) : above(id),
            },
            {
              label: text('console.policies.enrol'),
              value:
                rules?.enrol_on_the_way === undefined
                  ? above(id)
                  : text(rules.enrol_on_the_way ? 'console.yes' : 'console.no'),
            },
          ],
        },
        {
          kind: 'table',
          heading: text('console.policies.exceptions'),
          lead: [text('console.policies.exceptions.lead')],
          columns: ['exception', 'client', 'until', 'reason'].map(each => ({
            label: text(`console.policies.${each}`),
          })),
          rows: (read?.object.exceptions ?? []).map(({ name, client, until, reason }) => ({
            cells: [code(name), link(`/console/clients/${encodeURIComponent(client)}`, client), day(until), reason],
          })),
          empty: text('console.policies.no-exception'),
        },
        ...(isOurs ? [policyForm(id, read)] : []),
      ],
    }
  },
  acts: {
    save: {
      async handle(place, typed) {
        const { id, read } = await readPolicy(place)
        const body = { id, assurance: rulesOf(typed), exceptions: read?.object.exceptions ?? [] }
        if (read) await place.api.call('policies.update', { params: { id }, body: body as never })
        else await place.api.call('policies.create', { body: body as never })
        return { go: pathOf(id), notice: 'saved' }
      },
    },
  },
}

export const policyArea: ConsoleArea = {
  modules: [policies, policy],
  menu: [{ href: '/console/policies', label: text('console.policies'), group: 'installation', resource: 'policies' }],
}
