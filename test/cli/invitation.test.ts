import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { processContext } from '../../src/cli/context.ts'
import { runCli } from '../../src/cli/program.ts'
import { now } from '../../src/platform/index.ts'
import { findInvitationByToken } from '../../src/store/invitations.ts'
import { clock } from '../driver/clock.ts'
import { openTestHouse, type TestHouse } from '../driver/house.ts'
import { linkToSelf } from '../driver/links.ts'
import { testWrappingKeys } from '../driver/names.ts'
import { importPatient, seedAccount } from '../driver/people.ts'

/** Invitations as staff send them: who is invited, who is not and why, and what becomes of a link. */
let open: TestHouse
const folder = mkdtempSync(join(tmpdir(), 'invitation-cli-'))
beforeAll(async () => {
  writeFileSync(join(folder, 'settings.yaml'), 'passwords: { memory_kib: 64 }\n')
  open = await openTestHouse('invitation cli')
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await open.close()
})
afterEach(() => clock.reset())

async function vestibule(...args: string[]) {
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
  const status = await runCli(args, {
    ...processContext(),
    env,
    actor: 'cli:test',
    out: line => void out.push(line),
    err: line => void err.push(line),
  })
  return { status, out: out.join('\n'), err: err.join('\n') }
}
const issue = (patient: string, ...more: string[]) =>
  vestibule(
    ...['invitation', 'issue', '--organization', 'northside', '--reason', 'asked at the desk', '--patient', patient],
    ...more,
  )
const act = (name: string, id: string, ...more: string[]) =>
  vestibule('invitation', name, id, '--organization', 'northside', '--reason', 'asked again', ...more)
const idIn = (words: string): string => /Invitation (\S+) on its way/.exec(words)?.[1] ?? ''
const list = (...more: string[]) =>
  vestibule('invitation', 'list', '--organization', 'northside', '--reason', 'asked by phone', ...more)
const listed = async (patient: string): Promise<Record<string, string>[]> =>
  JSON.parse((await list('--patient', patient, '--json')).out)

let count = 0
const someone = (over: { birthDate?: string; phone?: string; email?: string } = {}) => {
  count += 1
  return importPatient(open.house, {
    given: 'Henrietta',
    family: 'Wigglesworth',
    birthDate: '1959-11-03',
    phone: `+1312555${7100 + count}`,
    email: `henrietta.${count}@example.org`,
    ...over,
  })
}

test('issue, list, resend and revoke: one link lives at a time, and the audit says why', async () => {
  const patient = await someone()
  const issued = await issue(patient)
  expect(issued).toMatchObject({ status: 0, err: '' })
  expect(issued.out).toMatch(/^Invitation \S+ on its way to h•••@e•••\.org; it works until \d{4}-\d\d-\d\d\.$/)
  expect(await listed(patient)).toMatchObject([
    { id: idIn(issued.out), state: 'waiting', origin: 'staff', sent_to: 'h•••@e•••.org', for: 'patient' },
  ])

  const again = await act('resend', idIn(issued.out))
  expect(again.out).toContain('The earlier invitation ended.')
  expect(await listed(patient)).toMatchObject([{ state: 'waiting' }, { state: 'superseded' }])
  expect((await act('revoke', idIn(issued.out))).err).toContain('no invitation with that id that could still be used')
  expect(await act('revoke', idIn(again.out))).toMatchObject({ status: 0, out: 'Taken back.' })
  expect(await listed(patient)).toMatchObject([{ state: 'revoked' }, { state: 'superseded' }])
  const plain = await list()
  expect(plain.out).toContain(`${idIn(again.out)}  revoked  record ${patient}`)

  const { db, sealer } = open.house
  const events = await db.selectFrom('audit_events').selectAll().where('patient_id', '=', patient).execute()
  expect(events.map(({ type, actor }) => [type, actor]).toSorted()).toEqual([
    ['invitation.issued', 'cli:test'],
    ['invitation.issued', 'cli:test'],
    ['invitation.revoked', 'cli:test'],
    ...Array.from({ length: 3 }, () => ['invitations.listed', 'cli:test']),
  ])
  // who looked says why too, and staff of nowhere look at nothing
  expect((await list('--reason', ' ')).err).toContain('--reason is empty')
  expect(await findInvitationByToken(db, sealer, 'AAAAAAAAAAAAAAAAAAAAAA', now())).toBeUndefined()
})

test('an expired one says so, and another organisation finds none of them', async () => {
  const patient = await someone()
  const { out } = await issue(patient)
  clock.advance(7 * 24 * 3600 + 1)
  expect(await listed(patient)).toMatchObject([{ state: 'expired' }])
  const elsewhere = await list('--organization', 'southside')
  expect(elsewhere.out).toBe('Nobody was invited.')
  const foreign = await vestibule(
    ...['invitation', 'revoke', idIn(out), '--organization', 'southside', '--reason', 'not mine'],
  )
  expect(foreign.status).toBe(1)
  expect((await act('resend', 'no-id-at-all')).err).toContain('no such invitation')
})

test('whoever cannot be invited: why, and what to do instead', async () => {
  const child = await someone({ birthDate: `${now().getUTCFullYear() - 9}-01-02` })
  const withAccount = await someone()
  await linkToSelf(open.house, await seedAccount(open.house, { username: 'henrietta.has' }), withAccount)
  const refused: [string, string[], RegExp][] = [
    [child, [], /under 13.*access code for a representative/],
    [
      child,
      ['--representative', 'Otto Wigglesworth', '--basis', 'parent', '--representative-phone', '(312) 555-0177'],
      /under 13/,
    ],
    [await someone({ email: undefined } as never), [], /has no email/],
    [await someone({ phone: undefined } as never), [], /access code in person/],
    [withAccount, [], /recovery instead/],
    ['nobody-at-all', [], /no such patient/],
    [await someone(), ['--client', 'unknown-portal'], /no such client/],
    [await someone(), ['--target-link-uri', 'https://elsewhere.example/results'], /name the client/],
    [await someone(), ['--representative', 'Otto Wigglesworth', '--basis', 'son'], /--representative-phone is missing/],
    [await someone(), ['--representative', 'Otto Wigglesworth', '--representative-phone', '(312) 555-0177'], /basis/],
    [await someone(), ['--representative-phone', '(312) 555-0177'], /--representative is missing/],
  ]
  const before = await open.house.db.selectFrom('messages').select('id').execute()
  for (const [patient, more, words] of refused) {
    const { status, err } = await issue(patient, ...more)
    expect([err, status]).toEqual([expect.stringMatching(words), 1])
  }
  expect(await open.house.db.selectFrom('messages').select('id').execute()).toEqual(before)
})

test('an import invites whom it takes, once, and counts everybody else with the reason', async () => {
  const young = now().getUTCFullYear() - 9
  const file = join(folder, 'patients.csv')
  writeFileSync(
    file,
    `source_id,given_name,family_name,birth_date,phone_mobile,email,status
one,Ann,Wigglesworth,1980-01-02,312 555 7901,ann.w@example.org,
two,Bea,Wigglesworth,1981-01-02,312 555 7902,bea.w@example.org,
child,Cy,Wigglesworth,${young}-01-02,312 555 7903,cy.w@example.org,
no-mail,Di,Wigglesworth,1982-01-02,312 555 7904,,
no-phone,Ed,Wigglesworth,1983-01-02,,ed.w@example.org,
dead,Flo,Wigglesworth,1984-01-02,312 555 7906,flo.w@example.org,deceased
`,
  )
  const run = (...more: string[]) =>
    vestibule('patients', 'import', file, '--organization', 'northside', '--invite', ...more)
  expect((await run()).err).toContain('--reason is missing')
  expect((await run('--reason', 'x', '--client', 'unknown-portal')).err).toContain('no such client')
  const first = await run('--reason', 'new portal')
  expect(first).toMatchObject({ status: 0, err: '' })
  expect(first.out.split('\n')).toEqual([
    '6 created, 0 updated, 0 unchanged, 0 rejected.',
    '2 invited.',
    '1 not invited: under 13.',
    '1 not invited: no email on the record.',
    '1 not invited: no phone on the record.',
    '1 not invited: merged, deceased or inactive.',
  ])
  const again = JSON.parse((await run('--reason', 'new portal', '--json')).out)
  expect(again).toMatchObject({
    unchanged: 6,
    invitations: { invited: 0, leftAlone: { 'invited-before': 2, 'under-13': 1 } },
  })
})
