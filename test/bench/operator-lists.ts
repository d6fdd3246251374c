import type { Client } from 'pg'
import { createCursors } from '../../src/operator/api/cursors.ts'
import type { Installation } from './installation.ts'
import { personOf } from './operator-cast.ts'
import { firstPosition } from './operator-crowd.ts'

/** One way of asking for a list; `turn` counts requests, so that no two ask for the same people. */
export interface ListCase {
  readonly name: string
  readonly caller: 'everywhere' | 'one' | 'two'
  ask(turn: number): { readonly path: string; readonly body?: object }
}

/** Every list, at its first page and deep within, by each of its filters, of a large organisation and of small ones. */
export async function listCases({ house }: Installation, client: Client, events: number): Promise<readonly ListCase[]> {
  const some = async (text: string): Promise<string[]> =>
    (await client.query<{ value: string }>(text)).rows.map(row => row.value)
  const deep = async (table: string, organization: string) =>
    (
      await some(
        `select id::text as value from ${table} where organization_id = '${organization}' order by id desc offset 100000 limit 1`,
      )
    )[0] ??
    ((
      await some(`select id::text as value from ${table} where organization_id = '${organization}' order by id limit 1`)
    )[0] as string)
  const cursor = (route: string, organization: string, id: string, caller = 'everywhere'): string =>
    createCursors(house.sealer, `${route} client:${caller} ${organization}`).page(
      [id, id],
      1,
      each => each,
      each => each,
    ).next as string
  const linked = await some(
    `select account_id::text as value from account_links where organization_id = 'northside' limit 500`,
  )
  const patients = await some(
    `select patient_id::text as value from access_codes where organization_id = 'northside' limit 500`,
  )
  const references = await some(
    `select reference as value from audit_events where reference is not null order by id desc limit 500`,
  )
  const ofEvent = async (column: string, number: number): Promise<string> =>
    (
      await some(`select ${column}::text as value from audit_events where position = ${firstPosition + number}`)
    )[0] as string
  const middle = await ofEvent('id', Math.floor(events / 2))
  const busiest = await ofEvent('account_id', 200)
  const at = (daysAgo: number) => new Date(Date.now() - daysAgo * 86_400_000).toISOString()
  const person = (turn: number) => personOf(turn % 400)
  const of = <T>(list: readonly T[], turn: number): T => list[turn % list.length] as T
  const reason = 'bench'

  const get = (
    name: string,
    path: string | ((turn: number) => string),
    caller: ListCase['caller'] = 'everywhere',
  ): ListCase => ({
    name,
    caller,
    ask: turn => ({ path: typeof path === 'string' ? path : path(turn) }),
  })
  const search = (name: string, path: string, body: (turn: number) => object): ListCase => ({
    name,
    caller: 'everywhere',
    ask: turn => ({ path, body: { organization: 'northside', ...body(turn) } }),
  })
  const events_ = (
    name: string,
    query: string | ((turn: number) => string),
    caller: ListCase['caller'] = 'everywhere',
  ) => get(`audit-events ${name}`, turn => `/audit-events?${typeof query === 'string' ? query : query(turn)}`, caller)
  const paged: ListCase[] = []
  for (const table of ['access_codes', 'invitations', 'messages'] as const)
    for (const organization of ['northside', 'westside']) {
      const path = table.replace('_', '-')
      const further = cursor(`${path}.list`, organization, await deep(table, organization))
      const base = `/${path}?organization=${organization}`
      paged.push(
        get(`${path} of ${organization}`, base),
        get(`${path} of ${organization}, deep`, `${base}&cursor=${further}`),
      )
    }
  const halfway = cursor('audit-events.search', '', middle)
  return [
    search('accounts by username', '/accounts/search', turn => ({ username: person(turn).username, reason })),
    search('accounts by phone', '/accounts/search', turn => ({ phone: person(turn).phone, reason })),
    search('accounts by email', '/accounts/search', turn => ({ email: person(turn).email, reason })),
    search('accounts by record number', '/accounts/search', turn => ({
      record_number: person(turn).recordNumber,
      reason,
    })),
    search('accounts by reference', '/accounts/search', turn => ({ reference: of(references, turn), reason })),
    search('accounts by nothing there', '/accounts/search', turn => ({ phone: `+1312557${1000 + turn}`, reason })),
    get('sessions of an account', turn => `/accounts/${of(linked, turn)}/sessions?organization=northside`),
    get('factors of an account', turn => `/accounts/${of(linked, turn)}/factors?organization=northside`),
    search('patients by name and birth date', '/patients/search', turn => ({
      family_name: person(turn).family,
      birth_date: person(turn).birthDate,
    })),
    search('patients by phone', '/patients/search', turn => ({ phone: person(turn).phone })),
    search('patients by email', '/patients/search', turn => ({ email: person(turn).email })),
    search('patients by record number', '/patients/search', turn => ({ record_number: person(turn).recordNumber })),
    search('patients by source', '/patients/search', turn => ({ source_id: `source-${turn % 400}` })),
    ...paged,
    get('access-codes of a patient', turn => `/access-codes?organization=northside&patient=${of(patients, turn)}`),
    get('invitations of a patient', turn => `/invitations?organization=northside&patient=${of(patients, turn)}`),
    get('messages of an account', turn => `/messages?organization=northside&account=${of(linked, turn)}`),
    get('messages that failed', '/messages?organization=northside&state=failed'),
    get('messages that failed, of the small one', '/messages?organization=westside&state=failed'),
    get('messages that wait', '/messages?organization=northside&state=queued'),
    get('applications', '/applications?organization=northside'),
    get('prospects', '/prospects?organization=northside'),
    get('clients', '/clients'),
    get('operators', '/operators'),
    get('operators of one', '/operators', 'one'),
    ...['organizations', 'insurers', 'policies', 'keys', 'settings'].map(each => get(each, `/${each}`)),
    events_('', ''),
    events_('200 of them', 'limit=200'),
    events_('deep', `cursor=${halfway}`),
    events_('of one organisation', '', 'one'),
    events_('of one organisation, deep', `cursor=${cursor('audit-events.search', '', middle, 'one')}`, 'one'),
    events_('of two small organisations', '', 'two'),
    events_('of two small organisations, deep', `cursor=${cursor('audit-events.search', '', middle, 'two')}`, 'two'),
    events_('of an account', turn => `account=${of(linked, turn)}`),
    events_('of the busiest account', `account=${busiest}`),
    events_('of the busiest account, rare type', `account=${busiest}&type=audit.exported`),
    events_('of a patient', turn => `patient=${of(patients, turn)}`),
    events_('by actor, a person', turn => `actor=${of(linked, turn)}`),
    events_('by actor, an operator', turn => `actor=operator:${of(linked, turn)}`),
    events_('by actor, a program', 'actor=client:batch'),
    events_('by actor, the system', 'actor=system:purge'),
    events_('by actor, nobody', 'actor=client:nobody'),
    events_('by client', 'client=portal'),
    events_('by client, rare', 'client=rare'),
    events_('by client, nobody', 'client=nobody'),
    events_('by reference', turn => `reference=${of(references, turn)}`),
    events_('by type', 'type=session.started'),
    events_('by type, deep', `type=session.started&cursor=${halfway}`),
    events_('by type, rare', 'type=audit.exported'),
    events_('by type, none', 'type=no.such'),
    events_('by type, rare, of a small organisation', 'type=audit.exported', 'two'),
    events_('since a day', `since=${at(1)}`),
    events_('since tomorrow', `since=${at(-1)}`),
    events_('until long ago', `until=${at(250)}`),
    events_('until long ago, by type', `until=${at(250)}&type=session.started`),
    events_('of one hour long ago', `since=${at(200)}&until=${at(200 - 1 / 24)}`),
    events_('before everything', `until=${at(400)}`),
    events_('by client and type that never meet', 'client=rare&type=audit.exported'),
    events_('by type and actor that never meet', 'type=session.started&actor=operator:nobody'),
    events_('by two that are common and never meet', 'client=portal&type=access-code.issued&actor=client:batch'),
  ].map(each => ({ ...each, name: each.name.trim() }))
}
