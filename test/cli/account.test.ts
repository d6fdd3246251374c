import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { processContext } from '../../src/cli/context.ts'
import { runCli } from '../../src/cli/program.ts'
import { recordNumberKey } from '../../src/core/names.ts'
import { purposes } from '../../src/core/purposes.ts'
import { recordAudit } from '../../src/operations/audit.ts'
import { checkPassword } from '../../src/operations/sign-in.ts'
import { addSeconds, newId, now } from '../../src/platform/index.ts'
import { createAccountLink } from '../../src/store/account-links.ts'
import { saveSession } from '../../src/store/session-saves.ts'
import { sessionHash } from '../../src/store/sessions.ts'
import { notes } from '../driver/canaries.ts'
import { clock } from '../driver/clock.ts'
import { openTestHouse, type TestHouse } from '../driver/house.ts'
import { testWrappingKeys } from '../driver/names.ts'
import { importPatient } from '../driver/people.ts'

/** The help desk at a terminal: it finds whom its organisation linked, and helps whom it knows. */
let open: TestHouse
const folder = mkdtempSync(join(tmpdir(), 'account-cli-'))
const password = 'violet otter kelp'
const [username, phone, email] = ['margarethe.q', '+13125550177', 'margarethe.q@example.org']
let accountId: string
beforeAll(async () => {
  writeFileSync(join(folder, 'settings.yaml'), 'passwords: { memory_kib: 64 }\n')
  open = await openTestHouse('account cli')
  const { house } = open
  const organization = await house.db
    .selectFrom('organizations')
    .selectAll()
    .where('id', '=', 'northside')
    .executeTakeFirstOrThrow()
  const { name, branding, settings } = organization
  const json = { name: JSON.stringify(name), branding: JSON.stringify(branding), settings: JSON.stringify(settings) }
  await house.db
    .insertInto('organizations')
    .values({ ...organization, ...json, id: 'southside' })
    .execute()
  accountId = await open.seedAccount({ username, password, phone, email, factors: ['text-code'] })
  const patientId = await importPatient(house, {
    given: 'Margarethe',
    family: 'Quillfeather',
    birthDate: '1979-05-21',
    phone,
  })
  const link = { id: newId(), accountId, patientId, organizationId: 'northside' }
  await house.db
    .transaction()
    .execute(tx =>
      createAccountLink(tx, { ...link, relationship: 'self', access: 'full', basis: 'access-code' }, now()),
    )
})
afterEach(() => clock.reset())
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await open.close()
})

const staff = ['--organization', 'northside', '--reason', 'called us', '--operator', 'Dana at the desk']
async function vestibule(command: string, who: readonly string[] = staff) {
  const [out, err]: [string[], string[]] = [[], []]
  const secret = Buffer.alloc(32, 'k').toString('base64')
  const env = {
    VESTIBULE_ISSUER: 'http://localhost:3000',
    VESTIBULE_CONFIG: join(folder, 'settings.yaml'),
    NODE_ENV: 'test',
    DATABASE_URL: open.database.url,
    VESTIBULE_KEYS_WRAPPING_0_ID: testWrappingKeys[0].id,
    VESTIBULE_KEYS_WRAPPING_0_SECRET: testWrappingKeys[0].secret,
    VESTIBULE_KEYS_PEPPER: secret,
    VESTIBULE_KEYS_COOKIES_0: secret,
  }
  const status = await runCli([...command.split(' '), ...who], {
    ...processContext(),
    env,
    actor: 'cli:test',
    out: line => void out.push(line),
    err: line => void err.push(line),
  })
  return { status, out: out.join('\n'), err: err.join('\n') }
}
let calls = 0
/** Each call comes later than the one before, whatever a test made of the clock. */
const callsLater = () => {
  calls += 1
  clock.advance(calls * 1800)
}
async function prove(): Promise<string> {
  callsLater()
  const sent = await vestibule(`account prove --username ${username} --send email`)
  const proof = /--proof (\S+)/.exec(sent.out)?.[1] ?? ''
  const [code = ''] = await open.codesTo(email)
  const proven = await vestibule(`account prove --username ${username} --proof ${proof} --code ${code}`)
  expect(proven).toMatchObject({ status: 0, out: expect.stringContaining('The code is right') })
  return proof
}
const lock = async () => {
  for (let tries = 0; tries < 5; tries += 1)
    await checkPassword(open.house, { username, password: 'wrong', organization: 'northside' }, now())
}
const mayEnter = async () =>
  (await checkPassword(open.house, { username, password, organization: 'northside' }, now())).kind
const events = async (type: string) =>
  (await open.house.db.selectFrom('audit_events').selectAll().where('type', '=', type).execute()).map(row => ({
    ...row,
    details: row.details_sealed && open.house.sealer.openJson('audit.details', row.details_sealed),
  }))
const notices = async () =>
  (await open.house.db.selectFrom('messages').select('template').where('account_id', '=', accountId).execute()).length

describe('account show', () => {
  test.each([
    ['--username', username],
    ['--phone', '(312)555-0177'],
    ['--email', 'Margarethe.Q@example.org'],
  ])('by %s: what helps, masked, and no secret', async (key, value) => {
    await lock()
    const { status, out } = await vestibule(`account show ${key} ${value}`)
    expect(status).toBe(0)
    expect(out).toContain(`account   ${accountId}`)
    expect(out).toContain('status    active')
    expect(out).toMatch(/contact {3}phone ••77 {2}own/)
    expect(out).toMatch(/contact {3}phone ••77 {2}of record/)
    expect(out).toMatch(/contact {3}email m•••@e•••\.org/)
    expect(out).toMatch(/factor {4}text-code since/)
    expect(out).toMatch(/link {6}self \(full\)/)
    expect(out).toMatch(/lock {6}password until/)
    expect(out).not.toContain(email)
    expect(out).not.toContain(phone)
  })

  test('by record number and by the reference code of a page', async () => {
    const { db, sealer } = open.house
    const record_number_index = sealer.index(purposes.patientRecordNumber, recordNumberKey('northside', 'MRN 4471-12'))
    await db.updateTable('patients').set({ record_number_index }).execute()
    expect((await vestibule(`account show --record mrn447112`)).out).toContain(accountId)
    await recordAudit(open.house.db, open.house, {
      type: 'flow.sign-in.password.retry',
      outcome: 'refused',
      accountId,
      correlationId: 'one',
      reference: 'K7Q-2WX',
    })
    expect((await vestibule('account show --reference k7q2wx')).out).toContain(accountId)
  })

  test('another organisation finds nobody, and learns as much as of a name that nobody has', async () => {
    const theirs = ['--organization', 'southside', '--reason', 'curious', '--operator', 'Eve']
    const strange = await vestibule(`account show --username ${username}`, theirs)
    expect(strange).toEqual(await vestibule('account show --username nobody.at.all', theirs))
    expect(strange).toMatchObject({ status: 1, out: '', err: expect.stringContaining('linked no such account') })
    for (const act of ['unlock --in-person passport', 'sessions --end all --in-person passport', 'prove --send email'])
      expect(await vestibule(`account ${act} --username ${username}`, theirs)).toMatchObject({ status: 1, out: '' })
  })

  test('every look is written down, with who and why', async () => {
    const [last] = (await events('help-desk.looked-up')).reverse()
    await vestibule(`account show --username ${username}`)
    const [event] = (await events('help-desk.looked-up')).reverse()
    expect(event?.id).not.toBe(last?.id)
    expect(event).toMatchObject({
      actor: 'cli:test',
      account_id: accountId,
      organization_id: 'northside',
      details: { operator: 'Dana at the desk', reason: 'called us', by: 'username' },
    })
  })
})

describe('acts', () => {
  test('without proof nothing is done, and the fix is named', async () => {
    await lock()
    for (const act of ['unlock', 'sessions --end all', 'recover', `unlock --proof ${newId()}`])
      expect(await vestibule(`account ${act} --username ${username}`)).toMatchObject({
        status: 1,
        err: expect.stringContaining('account prove'),
      })
    expect(await mayEnter()).toBe('refused')
  })

  test('a code that was sent but not read out proves nothing', async () => {
    callsLater()
    const sent = await vestibule(`account prove --username ${username} --send email`)
    const proof = /--proof (\S+)/.exec(sent.out)?.[1] ?? ''
    const [code] = await open.codesTo(email)
    expect(sent.out).not.toContain(code)
    expect((await vestibule(`account unlock --username ${username} --proof ${proof}`)).status).toBe(1)
    expect(await vestibule(`account prove --username ${username} --proof ${proof} --code 000000`)).toMatchObject({
      status: 1,
      err: expect.stringContaining('not right'),
    })
  })

  test('unlock, with the proof of the call: told, written down, and for a quarter of an hour only', async () => {
    const proof = await prove()
    await lock()
    expect(await mayEnter()).toBe('refused')
    const before = await notices()
    expect((await vestibule(`account unlock --username ${username} --proof ${proof}`)).status).toBe(0)
    expect(await mayEnter()).toBe('right')
    expect(await notices()).toBe(before + 2)
    expect((await events('help-desk.unlocked')).at(-1)).toMatchObject({
      account_id: accountId,
      details: { proof: 'code', proofId: proof, reason: 'called us' },
    })
    clock.advance(16 * 60)
    expect((await vestibule(`account unlock --username ${username} --proof ${proof}`)).status).toBe(1)
  })

  test('sessions: listed, one ended, all ended', async () => {
    const { db, sealer } = open.house
    const begin = () =>
      db.transaction().execute(tx =>
        saveSession(tx, sealer, {
          uidHash: sessionHash(sealer, newId()),
          accountId,
          at: now(),
          until: addSeconds(now(), 3600),
          artifact: {
            idHash: sealer.index('oidc.Session', newId()),
            payloadSealed: sealer.sealJson('oidc.payload', {}),
            expiresAt: addSeconds(now(), 3600),
          },
          clients: [],
        }),
      )
    for (let count = 0; count < 3; count += 1) await begin()
    const { out } = await vestibule(`account sessions --username ${username}`)
    const ids = [...out.matchAll(/^session {3}([0-9a-f]{16})/gm)].map(match => match[1])
    expect(ids).toHaveLength(3)
    const proof = await prove()
    const end = (which: string) => vestibule(`account sessions --username ${username} --end ${which} --proof ${proof}`)
    expect((await end(ids[0] ?? '')).out).toContain('Sessions ended: 1.')
    expect((await end(ids[0] ?? '')).err).toContain('no such session')
    expect((await end('all')).out).toContain('Sessions ended: 2.')
    expect((await vestibule(`account sessions --username ${username}`)).out).toContain('sessions  none')
  })

  test('recover: a link to another contact than the one that was proven, once a proof', async () => {
    const proof = await prove()
    const before = await open.codesTo(phone)
    const { status, out } = await vestibule(`account recover --username ${username} --proof ${proof}`)
    expect({ status, out }).toMatchObject({ status: 0, out: expect.stringContaining('by text') })
    expect((await open.codesTo(phone)).length).toBe(before.length + 1)
    expect((await vestibule(`account recover --username ${username} --proof ${proof}`)).err).toContain('already')
  })

  test('recover in person: a page for the person alone, and nothing secret at the terminal', async () => {
    const file = join(folder, 'hand-over.html')
    expect((await vestibule(`account recover --username ${username} --in-person passport`)).err).toContain('--out')
    const { status, out } = await vestibule(`account recover --username ${username} --in-person passport --out ${file}`)
    expect(status).toBe(0)
    const page = readFileSync(file, 'utf8')
    const token = /\/recover\/([\w-]{20,})/.exec(page)?.[1]
    notes('recovery link', token)
    expect(token).toBeDefined()
    expect(out).not.toContain(token)
    expect(statSync(file).mode & 0o077).toBe(0)
    expect((await events('help-desk.identity-checked')).at(-1)).toMatchObject({ details: { basis: 'passport' } })
    expect(
      (await vestibule(`account recover --username ${username} --in-person passport --out ${file}`)).err,
    ).toContain('is there already')
  })

  test('a factor that was lost: asked for here, where it waits; called off', async () => {
    const ask = (factor: string) =>
      vestibule(`account reset-factor --username ${username} --factor ${factor} --in-person passport`)
    expect((await ask('telepathy')).err).toContain('no such way')
    const before = await notices()
    expect(await ask('text-code')).toMatchObject({ status: 0, out: expect.stringContaining('told at every contact') })
    expect(await notices()).toBe(before + 2)
    expect((await ask('all')).err).toContain('waits already')
    const listed = await vestibule(`account resets --username ${username}`)
    const id = /^reset {5}(\S+) {2}text-code {2}waits until .* by Dana at the desk$/m.exec(listed.out)?.[1]
    expect((await vestibule(`account resets --username ${username} --cancel 12`)).err).toContain('no such reset')
    expect((await vestibule(`account resets --username ${username} --cancel ${id}`)).out).toContain('Called off')
    expect((await vestibule(`account resets --username ${username}`)).out).toContain('stopped-by-staff')
  })

  test('what was not asked well is told', async () => {
    expect((await vestibule('account show')).err).toContain('--username')
    expect((await vestibule(`account show --username ${username} --phone 1`)).err).toContain('Name one')
    expect((await vestibule('account show --reference what')).err).toContain('K7Q-2WX')
    expect((await vestibule(`account prove --username ${username}`)).err).toContain('--send')
    expect((await vestibule(`account prove --username ${username} --send phone`)).err).toContain('Several contacts')
    expect((await vestibule(`account show --username ${username}`, [])).err).toContain('--organization')
  })
})
