import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { formatAccessCode } from '../../src/core/access-code.ts'
import { issueAccessCode } from '../../src/operations/access-codes.ts'
import { birth, journeyIn, openWorld, password, placeOf, type World } from './activate-world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld('activate')
})
afterAll(() => world.close())

test('from a code to an account, step by step', async () => {
  const phone = '+13125550142'
  const patientId = await world.patient({
    given: 'Wilhelmina',
    family: 'Quackenbush',
    birthDate: '1984-03-27',
    phones: [phone],
    emails: ['record@example.org'],
    more: { name_in_use: { given: 'Billie', family: 'Quackenbush' } },
  })
  const issued = await issueAccessCode(world.house, {
    organization: 'northside',
    patientId,
    channel: 'letter',
    issuedBy: 'test',
    reason: 'asked at the desk',
  })
  const code = issued.kind === 'issued' && issued.letter ? issued.letter.code : ''
  const journey = journeyIn(world)

  expect(placeOf(await journey.open('confirm-person'))).not.toContain('confirm-person')
  expect(placeOf(await journey.dispatch())).toBe('page: enter-access-code')
  const first = await journey.submit('enter-access-code', {
    access_code: ` ${formatAccessCode(code).toLowerCase()} `,
    ...birth('1984-03-27'),
  })
  expect(placeOf(first)).toBe('prove-contact')
  expect(placeOf(await journey.open('confirm-person'))).toBe('prove-contact')
  expect(placeOf(await journey.submit('prove-contact', { code: '000000' }))).toMatch(/code-wrong/)
  expect(placeOf(await journey.submit('prove-contact', { code: await world.latestCode(phone) }))).toBe('confirm-person')
  expect(placeOf(await journey.submit('confirm-person'))).toBe('accept-terms')
  expect(placeOf(await journey.submit('accept-terms'))).toBe('problem: terms-required')
  expect(placeOf(await journey.submit('accept-terms', { terms: 'on' }))).toBe('enter-email')
  expect(placeOf(await journey.submit('enter-email', { email: 'billie@' }))).toBe('problem: email-invalid')
  expect(placeOf(await journey.submit('enter-email', { email: 'Billie@Example.org', notices: 'on' }))).toBe(
    'confirm-email',
  )
  const email = await world.latestCode('billie@example.org')
  expect(placeOf(await journey.submit('confirm-email', { code: email }))).toBe('choose-credentials')
  expect(
    placeOf(await journey.submit('choose-credentials', { username: 'other@example.org', new_password: password })),
  ).toBe('problem: username-not-your-email')
  expect(
    placeOf(await journey.submit('choose-credentials', { username: 'billie@example.org', new_password: password })),
  ).toBe('security-option')
  const done = await journey.submit('security-option', { factor: 'text-code', phone: '' })
  expect(done).toMatchObject({
    kind: 'completed',
    completion: { kind: 'signed-in', rememberDevice: true },
    fresh: true,
  })

  const accountId = done.kind === 'completed' && done.completion.kind === 'signed-in' ? done.completion.accountId : ''
  const evidence = await world.db.selectFrom('evidence').selectAll().where('account_id', '=', accountId).execute()
  expect(evidence.map(row => [row.factor, row.flow_id, row.ceiling]).sort()).toEqual([
    ['email-code', journey.id, 'urn:vestibule:aal1:confirmed'],
    ['password', journey.id, null],
    ['text-code', journey.id, null],
  ])
  const link = await world.db
    .selectFrom('account_links')
    .selectAll()
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  expect(link).toMatchObject({ patient_id: patientId, relationship: 'self', access: 'full' })
  const row = await world.codeRow(code)
  expect(row).toMatchObject({ used_by_account_id: accountId, failures: 0 })
  for (const to of [phone, 'record@example.org', 'billie@example.org'])
    expect((await world.messagesTo(to))[0]?.template).toBe('notice.account-activated')

  expect(await journey.dispatch()).toMatchObject({ kind: 'completed', fresh: false })
  const late = journeyIn(world)
  const repeat = { access_code: code, ...birth('1984-03-27') }
  expect(placeOf(await late.submit('enter-access-code', repeat))).toBe('problem: access-code-used')
})
