import { type Cell, code, link, moment, tag } from '../../../core/console/index.ts'
import { text } from '../../../core/index.ts'
import type { Called } from '../../api/in-process.ts'
import type { ConsoleModule } from '../contract.ts'
import { home, withQuery } from './queue-parts.ts'

const path = '/console/audit'
export type AuditEvent = Called<'audit-events.search'>['body']['items'][number]

const tones = { success: 'plain', refused: 'bad', failure: 'bad' } as const
export const outcomeTag = (outcome: AuditEvent['outcome']): Cell =>
  tag(text(`console.audit.outcome.${outcome}`), tones[outcome])

/** One event with everything that was written down: reading it is an event of its own. */
export const auditEventModule: ConsoleModule = {
  path: `${path}/{id}`,
  async load({ api, params: { id = '' } }) {
    const { body: event } = await api.call('audit-events.get', { params: { id } })
    const more = (name: 'account' | 'patient' | 'actor' | 'client', value: string | undefined) =>
      value ? [{ label: text(`console.audit.${name}`), value: link(withQuery(path, { [name]: value }), value) }] : []
    return {
      name: 'audit-event',
      title: event.type,
      trail: [home, { href: path, label: text('console.audit') }],
      sections: [
        {
          kind: 'facts',
          heading: text('console.audit.event'),
          facts: [
            { label: text('console.audit.when'), value: moment(event.at) },
            { label: text('console.audit.outcome'), value: outcomeTag(event.outcome) },
            ...more('actor', event.actor),
            ...more('account', event.account),
            ...more('patient', event.patient),
            ...more('client', event.client),
            ...(event.organization ? [{ label: text('console.audit.organization'), value: event.organization }] : []),
            ...(event.reference
              ? [
                  {
                    label: text('console.audit.reference'),
                    value: link(withQuery(path, { reference: event.reference }), event.reference),
                  },
                ]
              : []),
            { label: text('console.audit.correlation'), value: code(event.correlation) },
            { label: text('console.audit.id'), value: code(event.id) },
          ],
        },
        {
          kind: 'table',
          heading: text('console.audit.details'),
          lead: [text('console.audit.details.lead')],
          columns: [{ label: text('console.audit.detail') }, { label: text('console.audit.value') }],
          rows: Object.entries(event.details ?? {}).map(([name, value]) => ({ cells: [name, shown(value)] })),
          empty: text('console.audit.no-details'),
        },
      ],
    }
  },
}

const shown = (value: unknown): Cell => (typeof value === 'string' ? value : code(JSON.stringify(value)))
