import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { issueAccessCode } from '../../src/operations/access-codes.ts'
import { newId, now } from '../../src/platform/index.ts'
import type { Answer } from '../driver/agent.ts'
import { clock } from '../driver/clock.ts'
import { observe, type Work } from '../driver/observed.ts'
import { birthFields, importPatient, printLetter, seedAccount } from '../driver/people.ts'
import { visible } from '../driver/visible.ts'
import { openWorld, type World } from '../driver/world.ts'

/** One answer: who exists, and in what state, shows neither in words, nor in bytes, nor in work, nor in messages. */
const otherClinic = `
kind: organization
id: southside
name: { en: Southside Clinic }
time_zone: America/New_York
`
let world: World
beforeAll(async () => {
  world = await openWorld({ settings: { passwords: { memory_kib: 1024 } }, objects: otherClinic })
})
afterAll(() => world.close())
beforeEach(() => clock.hold())
afterEach(() => clock.reset())

/** Of the same length for every case, so that even the length of a page may be compared. */
const lengthOf = (answer: Answer) => answer.body.length

interface Seen {
  readonly visible: ReturnType<typeof visible>
  readonly length: number
  readonly work: Work
  /** what was written for anybody to be sent, the visitor above all */
  readonly messages: number
}
async function countMessages(): Promise<number> {
  return (await world.database.db.selectFrom('messages').select('id').execute()).length
}

describe('sign-in', () => {
  const password = 'twelve lanterns over a quiet harbour'
  const wrong = 'eleven lanterns over a quiet harbour'
  const email = (name: string) => `${name}@correspondence.example`
  /** Names of one length, so that pages can be compared to the byte. */
  const people = {
    unknown: 'ottoline.fairweather',
    wrong: 'ottoline.broadbottom',
    locked: 'ottoline.culpepper-a',
    disabled: 'ottoline.drinkwater-',
    passwordless: 'ottoline.entwhistle-',
    capital: 'ottoline.goldsworthy',
  } as const

  async function guess(username: string, typed: string): Promise<Seen> {
    const agent = world.browser()
    await agent.open((await (await world.portal()).begins()).url.href)
    const before = await countMessages()
    const { result, work } = await observe(world.app, () => agent.submit({ username, password: typed }))
    return {
      visible: visible(result, [username]),
      length: lengthOf(result),
      work,
      messages: (await countMessages()) - before,
    }
  }

  test('unknown, wrong, locked, disabled and passwordless are one answer and one piece of work', async () => {
    const { house } = world.app
    await seedAccount(house, {
      username: people.wrong,
      password,
      email: email('b'),
      phone: '+13125550184',
      factors: ['text-code'],
    })
    await seedAccount(house, { username: people.locked, password })
    await seedAccount(house, { username: people.disabled, password, status: 'disabled' })
    await seedAccount(house, { username: people.passwordless, phone: '+13125550185', factors: ['text-code'] })
    await seedAccount(house, { username: people.capital, password })
    for (let count = 0; count < 6; count += 1) await guess(people.locked, wrong)

    const seen: Record<string, Seen> = {
      unknown: await guess(people.unknown, wrong),
      'wrong password': await guess(people.wrong, wrong),
      'locked, wrong password': await guess(people.locked, wrong),
      'locked, right password': await guess(people.locked, password),
      'disabled, wrong password': await guess(people.disabled, wrong),
      'disabled, right password': await guess(people.disabled, password),
      passwordless: await guess(people.passwordless, wrong),
      'unknown, once more': await guess(people.unknown, wrong),
    }
    const { unknown } = seen
    expect(unknown?.visible.status).toBe(422)
    expect(unknown?.work.verifications).toBe(1)
    expect(unknown?.work.statements.length).toBeGreaterThan(8)
    expect(unknown?.messages).toBe(0)
    for (const [name, other] of Object.entries(seen)) expect({ name, ...other }).toEqual({ name, ...unknown })
  })

  test('so are an email of nobody, of one account, and of several', async () => {
    const { house } = world.app
    const mail = { none: email('nn'), one: email('mm'), several: email('ss') }
    await seedAccount(house, { username: `single-${newId()}`, password, email: mail.one })
    for (let count = 0; count < 3; count += 1)
      await seedAccount(house, { username: `family-${count}-${newId()}`, password, email: mail.several })
    const nobody = await guess(mail.none, password)
    expect(nobody.visible.status).toBe(422)
    expect(await guess(mail.one, wrong)).toEqual(nobody)
    expect(await guess(mail.several, password)).toEqual(nobody)
    expect(await guess(mail.several, wrong)).toEqual(nobody)
  })

  test('so is a name in another language', async () => {
    const say = async (username: string) => {
      const agent = world.browser({ language: 'es' })
      await agent.open((await (await world.portal()).begins()).url.href)
      return visible(await agent.submit({ username, password: wrong }), [username])
    }
    expect(await say(people.disabled)).toEqual(await say(people.unknown))
  })

  test('a hint of the portal changes nothing but the field', async () => {
    const open = async (login_hint: string) => {
      const agent = world.browser()
      const { url } = await (await world.portal()).begins({ login_hint })
      const { result, work } = await observe(world.app, () => agent.open(url.href))
      return { ...visible(result, [login_hint]), work }
    }
    expect(await open(people.wrong)).toEqual(await open(people.unknown))
  })
})

describe('an access code', () => {
  const birthDate = '1957-11-23'
  const otherDate = '1957-11-24'
  let count = 0
  async function patient(organization = 'northside'): Promise<string> {
    count += 1
    return importPatient(world.app.house, {
      given: 'Bartholomea',
      family: 'Weatherington',
      birthDate,
      phone: `+1312555${String(2200 + count)}`,
      organization,
    })
  }
  async function enter(code: string, date: string, portal = false): Promise<Seen> {
    const agent = world.browser()
    await agent.open(
      portal
        ? (await (await world.portal()).begins({ vestibule_flow: 'activate' })).url.href
        : `${world.issuer}/activate?organization=northside`,
    )
    const before = await countMessages()
    const { result, work } = await observe(world.app, () => agent.submit({ access_code: code, ...birthFields(date) }))
    return {
      visible: visible(result, [code, ...Object.values(birthFields(date))]),
      length: lengthOf(result),
      work,
      messages: (await countMessages()) - before,
    }
  }
  /** Words of the page, to see which answer it is. */
  const says = ({ visible: { body } }: Seen, what: RegExp) => body.some(line => what.test(line))

  test('unknown, wrong date, void, replaced, of somebody who died: one answer and one piece of work', async () => {
    const { house } = world.app
    const live = await printLetter(house, await patient())
    const replaced = await patient()
    const older = await printLetter(house, replaced)
    await printLetter(house, replaced)
    const spent = await printLetter(house, await patient())
    for (let tries = 0; tries < 5; tries += 1) await enter(spent, otherDate)
    const gone = await patient()
    const ofTheDead = await printLetter(house, gone)
    await world.database.db.updateTable('patients').set({ status: 'deceased' }).where('id', '=', gone).execute()

    const seen: Record<string, Seen> = {
      unknown: await enter('7QW4XK2P9D', birthDate),
      'wrong date': await enter(live, otherDate),
      'void, wrong date': await enter(spent, otherDate),
      'void, right date': await enter(spent, birthDate),
      'a newer one is out, right date': await enter(older, birthDate),
      'of a record that is not active': await enter(ofTheDead, birthDate),
    }
    const { unknown } = seen
    expect(unknown?.visible.status).toBe(422)
    expect(unknown?.messages).toBe(0)
    for (const [name, other] of Object.entries(seen)) expect({ name, ...other }).toEqual({ name, ...unknown })
  })

  test('at a portal the same, and codes of another clinic are unknown there', async () => {
    const live = await printLetter(world.app.house, await patient())
    const elsewhere = await printLetter(world.app.house, await patient('southside'), 'southside')
    const unknown = await enter('7QW4XK2P9D', birthDate, true)
    expect(await enter(live, otherDate, true)).toEqual(unknown)
    expect(await enter(elsewhere, birthDate, true)).toEqual(unknown)
  })

  test('expired and used are told to those alone who have code and date right', async () => {
    const { house } = world.app
    const code = await printLetter(house, await patient())
    clock.advance(1)
    const used = await printLetter(house, await patient())
    const ids = world.database.db.selectFrom('access_codes').select('id').orderBy('created_at', 'desc').limit(1)
    await world.database.db.updateTable('access_codes').set({ used_at: now() }).where('id', '=', ids).execute()
    clock.advance(61 * 86_400)
    const unknown = await enter('7QW4XK2P9D', birthDate)
    expect(await enter(code, otherDate)).toEqual(unknown)
    expect(await enter(used, otherDate)).toEqual(unknown)
    const [expired, spent] = [await enter(code, birthDate), await enter(used, birthDate)]
    expect(says(expired, /too old/i)).toBe(true)
    expect(says(spent, /already used/i)).toBe(true)
    expect(says(unknown, /too old|already used/i)).toBe(false)
  })

  test('the last try of a code tells its owner, and the visitor nothing', async () => {
    const record = await patient()
    const issued = await issueAccessCode(world.app.house, {
      organization: 'northside',
      patientId: record,
      channel: 'letter',
      issuedBy: 'test',
      reason: 'asked at the desk',
    })
    const code = issued.kind === 'issued' ? (issued.letter?.code ?? '') : ''
    const tries: Seen[] = []
    for (let turn = 0; turn < 6; turn += 1) tries.push(await enter(code, otherDate))
    expect(tries.map(({ messages }) => messages)).toEqual([0, 0, 0, 0, 1, 0])
    for (const each of tries) expect(each.visible).toEqual(tries[0]?.visible)
  })
})

describe('a code that is sent again', () => {
  test('says "sent" whether or not there is any budget left', async () => {
    const [username, password, phone] = ['peregrine.ashgrove-a', 'nine grey herons above the weir', '+13125550199']
    await seedAccount(world.app.house, { username, password, phone, factors: ['text-code'] })
    const agent = world.browser()
    await agent.open((await (await world.portal()).begins()).url.href)
    await agent.submit({ username, password })
    const pages: ReturnType<typeof visible>[] = []
    const sent: number[] = []
    for (let turn = 0; turn < 8; turn += 1) {
      clock.advance(31)
      const before = await countMessages()
      pages.push(visible(await agent.submit({}, 'resend'), []))
      sent.push((await countMessages()) - before)
    }
    expect(sent).toEqual([1, 1, 1, 1, 0, 0, 0, 0])
    for (const page of pages) expect(page.status).toBe(200)
    expect(new Set(pages.map(({ url }) => url)).size).toBe(1)
    // what counts down differs; words do not
    const said = pages.map(({ body }) => body.join(' ').replace(/\d+/g, '#'))
    expect(new Set(said).size).toBe(1)
  })
})
