/**
 * Ten million expired rows are removed while somebody signs in: the batches stay small, nobody waits for a lock of theirs,
 * and signing in stays as fast as pages must be (SECURITY "Faults to survive").
 */
import { sql } from 'kysely'
import { addSeconds, days, now } from '../../src/platform/index.ts'
import type { Database } from '../../src/store/index.ts'
import { deleteExpired, purgeBatch } from '../../src/store/purge.ts'
import { openPortal, type Portal } from '../driver/portal.ts'
import { objects, redirectUri, secret } from './clients.ts'
import { atMost, exactly, type Figure, reported } from './figures.ts'
import { openInstallation } from './installation.ts'
import { openVisitors, signIn, type Visitor } from './visitors.ts'

const warmUp = 60
const quiet = 100
const insertedAtOnce = 100_000

/** What gathers in an installation: mostly what the library keeps, with all its indexes, and used tokens of clients. */
const shares = { oidc_artifacts: 0.5, verifications: 0.2, replays: 0.3 } as const
type Table = keyof typeof shares

export async function purging(rows: number): Promise<Figure[]> {
  const installation = await openInstallation(objects, { PORTAL_SECRET: secret })
  const { db } = installation.house
  try {
    const portal = await openStarted(installation)
    const visitors = await openVisitors(installation, portal)
    const ended = addSeconds(now(), -days(10))
    for (const [table, share] of Object.entries(shares)) await fill(db, table as Table, Math.round(rows * share), ended)
    await sql`analyze`.execute(db)
    const batches: number[] = []
    let [removed, isOver] = [0, false]
    const visits = visiting(visitors, portal)
    await visits.times(warmUp)
    // the process has a purge of its own every five minutes: where this takes longer, two run at once
    const waits = waitsForLocks(db, () => isOver)
    visits.since()
    const started = performance.now()
    for (const table of Object.keys(shares))
      for (let count = purgeBatch; count === purgeBatch; removed += count) {
        const began = performance.now()
        count = await deleteExpired(db, table, now())
        batches.push(performance.now() - began)
      }
    const seconds = (performance.now() - started) / 1000
    const during = visits.since()
    if (during.length === 0) throw new Error('it was over before anybody had signed in: take more rows')
    isOver = true
    await visits.times(quiet)
    const alone = visits.since()
    await visits.end()
    return [
      exactly('rows that are left', await left(db), 0),
      reported('removed by the one that is measured', `${removed} in ${seconds.toFixed(0)} s`),
      atMost(`batch of ${purgeBatch}, p99`, at(batches, 0.99), 500, 'ms'),
      atMost('longest batch: so long is a row locked', Math.max(...batches), 2000, 'ms'),
      exactly('requests of visitors seen waiting for a lock', await waits, 0),
      reported('sign-ins meanwhile', String(during.length)),
      atMost('sign-in journey meanwhile, p95', at(during, 0.95), 1000, 'ms'),
      reported('the same alone, p95', `${at(alone, 0.95).toFixed(0)} ms`),
      reported('medians', `${at(during, 0.5).toFixed(0)} ms meanwhile, ${at(alone, 0.5).toFixed(0)} ms alone`),
    ]
  } finally {
    await installation.close()
  }
}

async function openStarted(installation: Awaited<ReturnType<typeof openInstallation>>): Promise<Portal> {
  await installation.start()
  return openPortal({ issuer: installation.issuer, clientId: 'portal', secret, redirectUri })
}

/** One visitor after the other, as long as it takes. */
function visiting(visitors: readonly Visitor[], portal: Portal) {
  let times: number[] = []
  let [isOver, turn] = [false, 0]
  const all = (async () => {
    while (!isOver) {
      const began = performance.now()
      await signIn(visitors[turn++ % visitors.length] as Visitor, portal)
      times.push(performance.now() - began)
    }
  })()
  const since = (): number[] => {
    const taken = times
    times = []
    return taken
  }
  return {
    since,
    async times(count: number) {
      since()
      while (times.length < count) await Promise.race([all, new Promise(done => setTimeout(done, 20))])
    },
    async end() {
      isOver = true
      await all
    },
  }
}

async function fill(db: Database, table: Table, rows: number, ended: Date): Promise<void> {
  for (let done = 0; done < rows; done += insertedAtOnce) {
    const count = Math.min(insertedAtOnce, rows - done)
    const numbers = sql`generate_series(1, ${sql.lit(count)}) n`
    const hash = sql`sha256((random()::text || n)::bytea)`
    await {
      oidc_artifacts: sql`
        insert into oidc_artifacts (model, id_hash, account_id, client_id, grant_hash, payload_sealed, expires_at)
        select 'AccessToken', ${hash}, gen_random_uuid(), 'portal', ${hash}, decode(repeat('ab', 300), 'hex'), ${ended}
        from ${numbers}`,
      verifications: sql`
        insert into verifications (id, purpose, factor, secret_hash, max_attempts, expires_at, created_at)
        select gen_random_uuid(), 'sign-in.second', 'text-code', ${hash}, 5, ${ended}, ${ended} from ${numbers}`,
      replays: sql`insert into replays (hash, expires_at) select ${hash}, ${ended} from ${numbers}`,
    }[table].execute(db)
  }
}

/** Looks again and again whether anybody waits for a row or a table. */
async function waitsForLocks(db: Database, isOver: () => boolean): Promise<number> {
  let seen = 0
  while (!isOver()) {
    const { rows } = await sql`
      select from pg_locks where not granted and locktype in ('relation', 'tuple', 'transactionid')`.execute(db)
    seen += rows.length
    await new Promise(done => setTimeout(done, 20))
  }
  return seen
}

async function left(db: Database): Promise<number> {
  let count = 0
  for (const table of Object.keys(shares)) {
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from ${sql.table(table)} where expires_at < ${addSeconds(now(), -days(9))}`.execute(db)
    count += rows[0]?.n ?? 0
  }
  return count
}

const at = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) * share)] as number
