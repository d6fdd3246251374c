import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { rememberDevice } from '../../src/operations/known-devices.ts'
import { tellOfUnusualSignIn } from '../../src/operations/sign-in-alerts.ts'
import { now } from '../../src/platform/index.ts'
import { openTestHouse, type TestHouse } from '../driver/house.ts'

let open: TestHouse
beforeAll(async () => {
  open = await openTestHouse('sign-in-alerts')
})
afterAll(() => open.close())

let count = 0
/** Somebody with a phone and a mailbox, and what one sign-in of theirs sent. */
async function someone() {
  count += 1
  const accountId = await open.seedAccount({
    username: `alerted-${count}`,
    phone: `+1415555${String(7000 + count)}`,
    email: `alerted-${count}@example.org`,
  })
  const { house } = open
  return {
    accountId,
    remembers: () =>
      house.db.transaction().execute(tx => rememberDevice(tx, house, { accountId, userAgent: 'Firefox' }, now())),
    async signsIn(ip: string, isKnownDevice: boolean): Promise<readonly string[]> {
      await house.db.deleteFrom('messages').execute()
      const signIn = { accountId, language: 'en', organization: 'northside', ip, isKnownDevice } as const
      await house.db.transaction().execute(tx => tellOfUnusualSignIn(tx, house, signIn, now()))
      const rows = await house.db.selectFrom('messages').select(['template', 'channel']).orderBy('channel').execute()
      return rows.map(({ template, channel }) => `${template} ${channel}`)
    },
  }
}
const home = '198.51.100.7'
const newDevice = ['notice.new-device email', 'notice.new-device sms']

test('the first sign-in of all warns nobody; another new device is told to every contact', async () => {
  const person = await someone()
  expect(await person.signsIn(home, false)).toEqual([])
  await person.remembers()
  expect(await person.signsIn(home, true)).toEqual([])
  expect(await person.signsIn('203.0.113.9', false)).toEqual(newDevice)
})

test('a new device is told even when no device is known any more', async () => {
  const person = await someone()
  await person.signsIn(home, false)
  expect(await person.signsIn(home, false)).toEqual(newDevice)
})

test('who set up sign-in on one device is told of the next one', async () => {
  const person = await someone()
  await person.remembers()
  expect(await person.signsIn(home, false)).toEqual(newDevice)
})

test('a known device in a place that is new is told once; the same carrier is the same place', async () => {
  const person = await someone()
  await person.signsIn(home, false)
  expect(await person.signsIn('198.51.7.200', true)).toEqual([])
  expect(await person.signsIn('2001:db8:1::1', true)).toEqual(['notice.new-place email', 'notice.new-place sms'])
  expect(await person.signsIn('2001:db8:ffff::2', true)).toEqual([])
  const rows = await open.house.db.selectFrom('account_places').selectAll().execute()
  expect(JSON.stringify(rows)).not.toContain('198.51')
})
