import { type ConsoleSection, lines, link, typedForm } from '../../../core/console/index.ts'
import { text } from '../../../core/index.ts'
import { type ConsoleModule, FormTrouble } from '../contract.ts'
import { personKeyFields, reasonField } from '../fields.ts'
import { home, withQuery } from './queue-parts.ts'

const keys = ['username', 'phone', 'email', 'record_number'] as const
const path = '/console/audit'
const trail = [home, { href: path, label: text('console.audit') }] as const

const form: Extract<ConsoleSection, { kind: 'form' }> = {
  kind: 'form',
  act: 'find',
  fields: [...personKeyFields(keys), reasonField],
  submit: text('console.audit.person.submit'),
}

/** The trail knows people by identifiers only: whoever has a name finds the identifier first. */
export const auditPersonModule: ConsoleModule = {
  path: `${path}/person`,
  isForOrganization: true,
  load: async () => ({
    name: 'audit-person',
    title: text('console.audit.person'),
    trail,
    lead: [text('console.people.lead')],
    sections: [form],
  }),
  acts: {
    find: {
      async handle({ api }, typed) {
        const by = keys.find(key => key === typed.text('by'))
        if (!by) throw new FormTrouble({ field: 'by', said: text('console.people.by.wanted') })
        const body = { [by]: typed.text('value'), reason: typed.text('reason') }
        const { items } = (await api.call('accounts.search', { body })).body
        const [only] = items
        if (only && items.length === 1) return { go: withQuery(path, { account: only.id }) }
        return {
          page: {
            name: 'audit-person-found',
            title: text('console.audit.person'),
            trail,
            sections: [
              {
                kind: 'table',
                heading: text('console.people.found', { count: items.length }),
                columns: [{ label: text('console.people.name') }, { label: text('console.people.reached-at') }],
                rows: items.map(({ id, name, username, contacts }) => ({
                  cells: [
                    link(withQuery(path, { account: id }), name || username),
                    lines(contacts.map(({ masked }) => masked)),
                  ],
                })),
                empty: text('console.people.nobody'),
              },
              typedForm(form, typed.values),
            ],
          },
        }
      },
    },
  },
}
