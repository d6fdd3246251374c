import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { processContext } from '../../src/cli/context.ts'
import { runCli } from '../../src/cli/program.ts'
import { listProspects } from '../../src/operations/prospect-queue.ts'
import { clock } from '../driver/clock.ts'
import { testWrappingKeys } from '../driver/names.ts'
import { importPatient } from '../driver/people.ts'
import { registering } from '../driver/registrant.ts'
import { testSettings } from '../driver/settings.ts'
import { openWorld, type World } from '../driver/world.ts'

/** Records that look like one person's are a task of staff, once a visitor met them (DOMAIN "Demographic matching"). */
let world: World
const folder = mkdtempSync(join(tmpdir(), 'duplicates-cli-'))
beforeAll(async () => {
  writeFileSync(join(folder, 'settings.yaml'), 'passwords: { memory_kib: 64 }\n')
  world = await openWorld()
})
afterEach(() => clock.reset())
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await world.close()
})

async function vestibule(args: readonly string[]) {
  const [out, err]: [string[], string[]] = [[], []]
  const { keys } = testSettings({ databaseUrl: world.database.url, port: 0 })
  const status = await runCli(args, {
    ...processContext(),
    env: {
      VESTIBULE_ISSUER: 'http://localhost:3000',
      VESTIBULE_CONFIG: join(folder, 'settings.yaml'),
      NODE_ENV: 'test',
      DATABASE_URL: world.database.url,
      VESTIBULE_KEYS_WRAPPING_0_ID: testWrappingKeys[0].id,
      VESTIBULE_KEYS_WRAPPING_0_SECRET: testWrappingKeys[0].secret,
      VESTIBULE_KEYS_PEPPER: keys.pepper,
      VESTIBULE_KEYS_COOKIES_0: Buffer.alloc(32, 'c').toString('base64'),
    },
    actor: 'cli:test',
    out: line => void out.push(line),
    err: line => void err.push(line),
  })
  return { status, out: out.join('\n'), err: err.join('\n') }
}
const person = { given: 'Clementina', family: 'Fotheringay', birthDate: '1967-07-17', phone: '+13125550171' }
const staff = ['--organization', 'northside', '--reason', 'the task list', '--operator', 'Dana at the desk']
const list = (who = staff) => vestibule(['match', 'duplicates', ...who])
const walk = async () => {
  await world.database.pool.query('delete from limits')
  const journey = registering(world, world.browser(), person)
  await journey.begin()
  await journey.until('review')
  await journey.answer('review')
  return journey.here()
}

test('a task for staff, once; gone when the clinic merged them, or said that they are two people', async () => {
  const one = await importPatient(world.app.house, person)
  expect(await walk()).toBe('accept-terms')
  expect((await list()).out).toBe('No records wait that look like one person’s.')
  const other = await importPatient(world.app.house, person)
  expect(await walk()).toBe('new-here')
  expect(await walk()).toBe('new-here')
  const task = await list()
  expect(task.out.match(/look like one person’s/g)).toHaveLength(1)
  for (const id of [one, other]) expect(task.out).toContain(id)
  expect(world.log.filter(line => line.includes('matching.duplicates')).map(line => JSON.parse(line))).toMatchObject([
    { organization: 'northside', count: 1 },
  ])
  // organisations are walls, and a look is recorded
  expect((await list(staff.map(word => word.replace('northside', 'southside')))).out).toContain('No records wait')
  const audited = await world.database.db
    .selectFrom('audit_events')
    .select('type')
    .where('type', 'like', 'match.%')
    .execute()
  expect(audited.map(({ type }) => type)).toContain('match.duplicates-listed')

  const apart = await vestibule(['match', 'duplicates', ...staff, '--apart', `${other},${one}`])
  expect(apart).toMatchObject({ status: 0, out: expect.stringContaining('two people') })
  expect((await vestibule(['match', 'duplicates', ...staff, '--apart', `${one},${other}`])).status).toBe(1)
  expect((await list()).out).toContain('No records wait')
  // what was decided is not asked again
  expect(await walk()).toBe('new-here')
  expect((await list()).out).toContain('No records wait')

  const third = await importPatient(world.app.house, person)
  expect(await walk()).toBe('new-here')
  expect((await list()).out).toContain(third)
  await world.database.db.updateTable('patients').set({ status: 'merged' }).where('id', '=', third).execute()
  expect((await list()).out).toContain('No records wait')
})

test('whoever stands in the queue raises the task too, when staff look at it', async () => {
  const act = { actor: 'test', operator: 'Dana', organization: 'northside', reason: 'the queue' }
  await world.database.db.deleteFrom('duplicate_records').execute()
  await world.database.pool.query('delete from limits')
  const journey = registering(world, world.browser(), { ...person, username: 'clementina' })
  await journey.begin()
  await journey.until('what-next')
  await world.database.db.deleteFrom('duplicate_records').execute()
  await listProspects(world.app.house, act)
  expect((await list()).out).toContain('look like one person’s')
})
