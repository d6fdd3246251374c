/** Searching the audit trail: every mix of filters, page by page, finds exactly what fits, newest first. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type AuditQuestionParts, findAuditPage } from '../../src/store/audit-pages.ts'
import { openTestDatabase, type TestDatabase } from '../driver/database.ts'

const [person, other, patient] = [1, 2, 3].map(number => `01900000-0000-7000-8000-00000000000${number}`) as [
  string,
  string,
  string,
]
const count = 7000
const begin = Date.parse('2026-03-01T00:00:00Z')
const step = 60_000

interface Event {
  readonly id: string
  readonly at: Date
  readonly type: string
  readonly actor: string | null
  readonly account_id: string | null
  readonly patient_id: string | null
  readonly organization_id: string | null
  readonly client_id: string | null
  readonly reference: string | null
}
let database: TestDatabase
let events: Event[]
beforeAll(async () => {
  database = await openTestDatabase()
  await database.pool.query(
    `insert into audit_events (id, at, type, outcome, actor, account_id, patient_id, organization_id, client_id, correlation_id, reference)
     select (lpad(to_hex((extract(epoch from moment) * 1000)::bigint), 12, '0') || '70008000' || lpad(to_hex(n), 12, '0'))::uuid, moment,
       case when n % 1000 = 7 then 'rare' when n % 2 = 0 then 'even' else 'odd' end, 'success',
       case n % 5 when 0 then $1::text when 1 then $2::text when 2 then 'system:purge' when 3 then 'client:batch' end,
       case n % 3 when 0 then $1::uuid when 1 then $2::uuid end, case when n % 7 = 0 then $3::uuid end,
       case n % 4 when 0 then 'north' when 1 then 'south' when 2 then case when n % 100 = 2 then 'west' end end,
       case when n % 500 = 3 then 'rare' when n % 2 = 1 then 'portal' end, 'journey',
       case when n % 10 = 0 then 'AAA-' || lpad((n / 30)::text, 3, '0') end
     from generate_series(1, $4::int) n, lateral (select to_timestamp($5::float8 + n * $6::float8) as moment) m`,
    [person, other, patient, count, begin / 1000, step / 1000],
  )
  const { rows } = await database.pool.query('select * from audit_events order by id desc')
  events = rows
}, 60_000)
afterAll(() => database.close())

const at = (share: number) => new Date(begin + share * count * step)
const parts: readonly (readonly [
  keyof AuditQuestionParts,
  readonly unknown[],
  (event: Event, value: never) => boolean,
])[] = [
  ['account', [undefined, person], (event, value) => event.account_id === value],
  ['patient', [undefined, patient], (event, value) => event.patient_id === value],
  ['actor', [undefined, person, 'system:purge', 'client:batch', 'nobody'], (event, value) => event.actor === value],
  ['client', [undefined, 'portal', 'rare'], (event, value) => event.client_id === value],
  ['type', [undefined, 'even', 'rare'], (event, value) => event.type === value],
  [
    'within',
    [undefined, ['north'], ['south', 'west', 'nowhere'], []],
    (event, value) => (value as string[]).includes(event.organization_id ?? ''),
  ],
  ['since', [undefined, at(0.3)], (event, value) => event.at >= (value as Date)],
  ['until', [undefined, at(0.6)], (event, value) => event.at < (value as Date)],
  ['reference', [undefined, 'AAA-017'], (event, value) => event.reference === value],
]

/** Every one alone, every two together, and some of more. */
function* questions(): Generator<Partial<AuditQuestionParts>> {
  const choices = parts.flatMap(([name, values]) =>
    values.flatMap(value => (value === undefined ? [] : [{ [name]: value }])),
  )
  for (const [place, one] of choices.entries()) {
    yield one
    for (const another of choices.slice(place + 1)) yield { ...one, ...another }
  }
  yield {}
  for (const type of ['even', 'rare'])
    yield { type, since: at(0.2), until: at(0.8), within: ['north', 'south'], client: 'portal', actor: person }
}

test('every mix of filters finds exactly what fits, page by page', async () => {
  const wrong: object[] = []
  for (const question of questions()) {
    const wanted = events.filter(event =>
      parts.every(([name, , fits]) => question[name] === undefined || fits(event, question[name] as never)),
    )
    const found: string[] = []
    let before: string | undefined
    let pages = 0
    do {
      const limit = 450
      const { rows, lookedTo } = await findAuditPage(database.db, { ...question, ...(before ? { before } : {}), limit })
      found.push(...rows.map(({ id }) => id))
      before = rows.length === limit ? rows.at(-1)?.id : lookedTo
      pages += 1
    } while (before)
    if (found.join() !== wanted.map(({ id }) => id).join())
      wrong.push({ question, pages, found: found.length, wanted: wanted.length })
  }
  expect(wrong).toEqual([])
})

test('a page that looked at enough says where to go on', async () => {
  const question = { client: 'portal', type: 'rare', actor: 'system:purge', limit: 10 }
  const { rows, lookedTo } = await findAuditPage(database.db, question)
  const portal = events.filter(event => event.client_id === 'portal')
  expect(lookedTo).toBe(portal[1999]?.id)
  expect(rows.every(({ type }) => type === 'rare')).toBe(true)
  expect(
    (await findAuditPage(database.db, { ...question, before: portal[1999]?.id as string })).lookedTo,
  ).toBeUndefined()
})
