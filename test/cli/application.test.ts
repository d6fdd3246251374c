import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { processContext } from '../../src/cli/context.ts'
import { runCli } from '../../src/cli/program.ts'
import { submitApplication } from '../../src/operations/applications.ts'
import { newId, now } from '../../src/platform/index.ts'
import type { ApplicationDetails } from '../../src/store/index.ts'
import { openTestHouse, type TestHouse } from '../driver/house.ts'
import { testWrappingKeys } from '../driver/names.ts'
import { importPatient } from '../driver/people.ts'

/** The queue of applications at a terminal. */
let open: TestHouse
const folder = mkdtempSync(join(tmpdir(), 'application-cli-'))
beforeAll(async () => {
  writeFileSync(join(folder, 'settings.yaml'), 'passwords: { memory_kib: 64 }\n')
  open = await openTestHouse('application cli')
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await open.close()
})

async function vestibule(...args: readonly string[]) {
  const [out, err]: [string[], string[]] = [[], []]
  const secret = Buffer.alloc(32, 'k').toString('base64')
  const status = await runCli(args, {
    ...processContext(),
    env: {
      VESTIBULE_ISSUER: 'http://localhost:3000',
      VESTIBULE_CONFIG: join(folder, 'settings.yaml'),
      NODE_ENV: 'test',
      DATABASE_URL: open.database.url,
      VESTIBULE_KEYS_WRAPPING_0_ID: testWrappingKeys[0].id,
      VESTIBULE_KEYS_WRAPPING_0_SECRET: testWrappingKeys[0].secret,
      VESTIBULE_KEYS_PEPPER: secret,
      VESTIBULE_KEYS_COOKIES_0: secret,
    },
    actor: 'cli:test',
    out: line => void out.push(line),
    err: line => void err.push(line),
  })
  return { status, out: out.join('\n'), err: err.join('\n') }
}
const staff = ['--organization', 'northside', '--reason', 'the queue', '--operator', 'Dana at the desk']
const list = (...more: string[]) => vestibule('application', 'list', ...staff, ...more)
const decide = (id: string, ...more: string[]) => vestibule('application', 'decide', id, ...staff, ...more)

const person = { given: 'Evangeline', family: 'Applethwaite', birthDate: '1971-08-30' }
async function apply(over: Partial<ApplicationDetails> = {}): Promise<string> {
  const { house } = open
  const details = {
    patient: { given: person.given, family: person.family, sex: 'female', birth_date: person.birthDate },
    email: 'evangeline@example.org',
    phone: '+13125558801',
    language: 'en',
    terms_version: '1',
    ...over,
  } as const
  const journey = { flowId: newId(), reference: 'K7Q-2WX', ip: '192.0.2.1', device: 'none' }
  await house.db
    .transaction()
    .execute(tx => submitApplication(tx, house, { organization: 'northside', details, journey }, now()))
  const rows = await house.db.selectFrom('applications').select('id').orderBy('id', 'desc').execute()
  return rows[0]?.id ?? ''
}

test('the queue shows what a clerk needs, and a decision empties it', async () => {
  expect((await list()).out).toBe('Nothing waits.')
  expect((await list('--reason', ' ')).err).toContain('--reason is empty')
  const id = await apply()
  const patientId = await importPatient(open.house, { ...person, phone: '+13125558801' })
  const shown = await list()
  expect(shown.out).toContain(`application ${id}  K7Q-2WX`)
  expect(shown.out).toContain('patient Evangeline Applethwaite, 1971-08-30, female')
  expect(shown.out).toContain('evangeline@example.org (proven), +13125558801 (typed)')
  expect(shown.out).toContain(`record ${patientId}: `)
  const [json] = JSON.parse((await list('--json')).out)
  expect(json).toMatchObject({ id, isOverdue: false, candidates: [{ patientId }] })

  expect((await decide(id, '--ask', 'other-name')).out).toContain('Asked.')
  expect(await decide(id, '--ask', 'last-visit')).toMatchObject({
    status: 1,
    err: expect.stringContaining('has not answered the question before'),
  })
  expect((await list()).out).toContain('asked, not answered yet: other-name')
  const resend = (whose: string) => vestibule('application', 'resend', whose, ...staff)
  expect((await resend(id)).out).toContain('once more: what is asked')
  expect((await resend('K7Q-2WX')).err).toContain('no such')
  expect((await decide(id, '--approve', patientId)).out).toContain('on its way to a contact of record')
  expect((await resend(id)).out).toContain('once more: that it is answered')
  expect(await decide(id, '--deny', 'no-record')).toMatchObject({
    status: 1,
    err: expect.stringContaining('somebody else may have decided'),
  })
  expect((await list()).out).toBe('Nothing waits.')
})

test('a representative needs a basis; a record without contacts is told to staff', async () => {
  const representative = { given: 'Ottoline', family: 'Applethwaite', relationship: 'guardian' } as const
  const id = await apply({ representative })
  const patientId = await importPatient(open.house, {
    given: 'Percival',
    family: 'Applethwaite',
    birthDate: '1940-01-09',
  })
  expect((await list()).out).toContain('asked by Ottoline Applethwaite, guardian')
  expect((await decide(id, '--approve', patientId)).err).toContain('--basis')
  expect((await decide(id, '--approve', patientId, '--basis', 'court order')).out).toContain('access-code issue')
})

test.each([
  [['--approve', 'no-such-record'], 'no such record'],
  [[], 'Name one of --approve RECORD, --ask QUESTION or --deny BECAUSE.'],
  [['--deny', 'I do not like them'], 'no-record'],
  [['--deny', 'misuse', '--approve', 'x'], 'cannot be used with'],
] as const)('%j is refused with what to do', async (more, told) => {
  const id = await apply()
  const refused = await decide(id, ...more)
  expect(refused.status).toBe(1)
  expect(refused.err).toContain(told)
  expect((await decide(id, '--deny', 'duplicate')).out).toContain('Denied.')
})

test('what is not there is said so', async () => {
  expect((await decide('K7Q-2WX', '--deny', 'misuse')).err).toContain('no such open application')
  expect((await list('--organization', 'nowhere')).err).toBe('there is no organization nowhere')
})
