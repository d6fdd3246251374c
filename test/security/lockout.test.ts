import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import type { Agent } from '../driver/agent.ts'
import { SoftAuthenticator } from '../driver/authenticator.ts'
import { clock } from '../driver/clock.ts'
import { askDevice, enrolPasskey } from '../driver/passkeys.ts'
import { birthFields, importPatient, printLetter, seedAccount } from '../driver/people.ts'
import { openWorld, type World } from '../driver/world.ts'

/** A lock keeps strangers out and never its owner; no budget is larger than it says, whoever asks, and however. */
const password = 'a heron stands in the shallow weir'
const wrong = 'a heron sleeps in the shallow weir'
let world: World
beforeAll(async () => {
  // what is counted here is tries, not what a try costs
  world = await openWorld({
    instances: 2,
    settings: { passwords: { memory_kib: 64, queue: 1000 }, proxies: { trusted: 1 } },
  })
})
afterAll(() => world.close())
afterEach(() => clock.reset())

let count = 0
async function person(more: { factors?: string[] } = {}) {
  count += 1
  const username = `persephone.ravenscroft-${count}`
  const phone = `+1312555${String(3100 + count)}`
  const id = await seedAccount(world.app.house, { username, password, ...(more.factors ? { phone, ...more } : {}) })
  return { id, username, phone }
}
async function atSignIn(agent: Agent = world.browser()): Promise<Agent> {
  await agent.open((await (await world.portal()).begins()).url.href)
  return agent
}
async function guess(username: string, typed: string, from?: string): Promise<number> {
  const agent = await atSignIn()
  const { action, fields } = agent.formFor()
  const answer = await agent.post(
    action,
    { ...fields, username, password: typed },
    from ? { 'x-forwarded-for': from } : {},
  )
  return answer.status
}
const refused = 422
const signedIn = 303

/** How many guesses were compared meanwhile, with whatever account: a try is counted before it is. */
async function comparisons(work: () => Promise<unknown>): Promise<number> {
  const total = async () =>
    (await world.database.db.selectFrom('failure_budgets').select(['total', 'failures', 'paused_until']).execute())
      .filter(row => row.paused_until)
      .reduce((sum, row) => sum + row.total, 0)
  const before = await total()
  await work()
  return (await total()) - before
}

describe('a victim', () => {
  test('signs in on a known device while strangers guess, and that device has a budget of its own', async () => {
    const { username } = await person()
    const own = await atSignIn()
    expect((await own.finish({ username, password })).status).toBe(signedIn)
    for (let tries = 0; tries < 6; tries += 1) expect(await guess(username, wrong)).toBe(refused)
    expect(await guess(username, password)).toBe(refused)
    // the same browser, its session gone
    const later = world.browser()
    for (const cookie of await own.jar.getCookies(world.issuer))
      if (cookie.key.includes('device')) await later.jar.setCookie(cookie.toString(), world.issuer)
    await atSignIn(later)
    expect((await later.submit({ username, password: wrong })).status).toBe(refused)
    expect((await later.finish({ username, password })).status).toBe(signedIn)
    // that sign-in opened nothing for strangers
    expect(await guess(username, password)).toBe(refused)
    clock.advance(31 * 60)
    expect(await guess(username, password)).toBe(signedIn)
  })

  test('a device that is known for somebody else is no key', async () => {
    const [mine, theirs] = [await person(), await person()]
    const own = await atSignIn()
    await own.submit({ username: mine.username, password })
    for (let tries = 0; tries < 5; tries += 1) await guess(theirs.username, wrong)
    const device = (await own.jar.getCookies(world.issuer)).find(({ key }) => key.includes('device'))
    const thief = world.browser()
    await thief.jar.setCookie(device?.toString() ?? '', world.issuer)
    await atSignIn(thief)
    expect((await thief.submit({ username: theirs.username, password })).status).toBe(refused)
  })

  test('a second factor of the victim is not used up by strangers who lack the password', async () => {
    const { username, phone } = await person({ factors: ['text-code'] })
    for (let tries = 0; tries < 6; tries += 1) await guess(username, wrong)
    clock.advance(31 * 60)
    const agent = await atSignIn()
    await agent.submit({ username, password })
    expect((await agent.finish({ code: await world.inbox.latestCode(phone) })).status).toBe(signedIn)
  })
})

describe('a stranger', () => {
  test('gets five comparisons of a hundred guesses at once, on two instances', async () => {
    const { username } = await person()
    const agents = await inTens(100, () => atSignIn())
    const forms = agents.map(agent => ({ agent, ...agent.formFor() }))
    const statuses: number[] = []
    const compared = await comparisons(async () => {
      const answers = await Promise.all(
        forms.map(({ agent, action, fields }) => agent.post(action, { ...fields, username, password: wrong })),
      )
      statuses.push(...answers.map(({ status }) => status))
    })
    expect(new Set(statuses)).toEqual(new Set([refused]))
    expect(compared).toBe(5)
    // beyond a hundred a proof comes before the password
    const late = await atSignIn()
    const page = await late.submit({ username, password })
    expect([page.status, new URL(page.url).pathname.split('/').at(-1)]).toEqual([200, 'confirm-first'])
  })

  test('has not locked out a passkey: where a proof comes before the password, it signs in', async () => {
    const { id, username } = await person()
    const device = new SoftAuthenticator(world.issuer)
    await enrolPasskey(world.app.house, device, { accountId: id, username })
    await guess(username, wrong)
    await world.database.pool.query('update failure_budgets set total = 100, failures = 1')
    const late = await atSignIn()
    const page = await late.submit({ username, password })
    expect(new URL(page.url).pathname.split('/').at(-1)).toBe('confirm-first')
    const refusal = await late.submit({ passkey: '{"id":"forged"}' })
    expect([refusal.status, new URL(refusal.url).pathname.split('/').at(-1)]).toEqual([422, 'confirm-first'])
    expect((await late.finish({ passkey: await askDevice(late, device, 'get') })).status).toBe(signedIn)
  })

  test('gets no fresh budget from another browser, another address, or another way to write the name', async () => {
    const { username } = await person()
    const ways = [username, username.toUpperCase(), ` ${username} `, username.normalize('NFD'), username]
    for (const [turn, way] of ways.entries()) expect(await guess(way, wrong, `203.0.113.${turn}`)).toBe(refused)
    expect(await guess(username, password, '198.51.100.7')).toBe(refused)
  })

  test('is one crowd, whatever addresses it makes up', async () => {
    const crowded = await openWorld({
      settings: { limits: { address_points: 8 }, passwords: { memory_kib: 64 }, proxies: { trusted: 0 } },
    })
    const proxied = await openWorld({
      settings: { limits: { address_points: 8 }, passwords: { memory_kib: 64 }, proxies: { trusted: 1 } },
    })
    try {
      for (const [installation, ownProxySays] of [
        [crowded, ''],
        [proxied, ', 192.0.2.44'],
      ] as const) {
        const statuses: number[] = []
        for (let turn = 0; turn < 12; turn += 1) {
          const agent = installation.browser()
          await agent.open(`${installation.issuer}/sign-in`)
          const { action, fields } = agent.formFor()
          const spoofed = { 'x-forwarded-for': `203.0.113.${turn}${ownProxySays}`, forwarded: `for=203.0.113.${turn}` }
          const body = { ...fields, username: `made-up-${turn}`, password: wrong }
          const answer = await agent.post(action, body, { ...spoofed, 'x-real-ip': `203.0.113.${turn}` })
          statuses.push(answer.status)
          if (answer.status === 429) expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
        }
        expect(statuses).toEqual([...Array(8).fill(422), ...Array(4).fill(429)])
      }
    } finally {
      await crowded.close()
      await proxied.close()
    }
  })
})

describe('a one-time code', () => {
  /** Signs in up to the second factor, in a journey of its own. */
  async function atCode(who: { username: string }): Promise<Agent> {
    const agent = await atSignIn()
    await agent.submit({ username: who.username, password })
    return agent
  }
  const other = (code: string) => `${(Number(code[0]) + 1) % 10}${code.slice(1)}`

  test('bears five tries, of a hundred at once on two instances', async () => {
    const who = await person({ factors: ['text-code'] })
    const agent = await atCode(who)
    const code = await world.inbox.latestCode(who.phone)
    const { action, fields } = agent.formFor()
    const url = new URL(action, agent.current?.url).href
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, turn) => {
        const guessed = String((Number(code) + 1 + turn) % 1_000_000).padStart(6, '0')
        return agent.post(url, { ...fields, code: guessed })
      }),
    )
    for (const { status } of answers) expect(status).toBe(refused)
    const rows = await world.database.db
      .selectFrom('verifications')
      .select('attempts')
      .where('account_id', '=', who.id)
      .execute()
    expect(rows).toEqual([{ attempts: 5 }])
    expect((await agent.post(url, { ...fields, code })).status).toBe(refused)
  })

  test('a resend gives five tries to the new code, ten in a row pause them all, and beginning again helps nobody', async () => {
    const who = await person({ factors: ['text-code'] })
    const agent = await atCode(who)
    const tries = async (times: number) => {
      const code = await world.inbox.latestCode(who.phone)
      for (let turn = 0; turn < times; turn += 1)
        expect((await agent.submit({ code: other(code) })).status).toBe(refused)
    }
    await tries(5)
    clock.advance(31)
    await agent.submit({}, 'resend')
    await tries(5)
    clock.advance(31)
    await agent.submit({}, 'resend')
    const paused = await agent.submit({ code: await world.inbox.latestCode(who.phone) })
    expect(paused.status).toBe(refused)
    clock.advance(31)
    const again = await atCode(who)
    expect((await again.submit({ code: await world.inbox.latestCode(who.phone) })).status).toBe(refused)
    clock.advance(600)
    const rested = await atCode(who)
    expect((await rested.finish({ code: await world.inbox.latestCode(who.phone) })).status).toBe(signedIn)
  })

  test('is sent five times in a quarter of an hour, however often the journey begins', async () => {
    const who = await person({ factors: ['text-code'] })
    for (let turn = 0; turn < 8; turn += 1) {
      await atCode(who)
      clock.advance(31)
    }
    expect(await world.inbox.messages(who.phone)).toHaveLength(5)
  })
})

describe('an access code', () => {
  test('bears five dates, of a hundred at once on two instances', async () => {
    const patient = await importPatient(world.app.house, {
      given: 'Clementina',
      family: 'Oglethorpe',
      birthDate: '1938-05-19',
      phone: '+13125553999',
    })
    const code = await printLetter(world.app.house, patient)
    const agents = await inTens(100, async () => {
      const agent = world.browser()
      await agent.open(`${world.issuer}/activate?organization=northside`)
      return agent
    })
    const answers = await Promise.all(
      agents.map((agent, turn) => {
        const day = String(1 + (turn % 28)).padStart(2, '0')
        return agent.submit({ access_code: code, ...birthFields(`1941-0${1 + (turn % 9)}-${day}`) })
      }),
    )
    for (const { status } of answers) expect([refused, 429]).toContain(status)
    const row = await world.database.db
      .selectFrom('access_codes')
      .select(['failures', 'voided_at'])
      .where('patient_id', '=', patient)
      .executeTakeFirstOrThrow()
    expect(row.failures).toBe(5)
    expect(row.voided_at).not.toBeNull()
    // the owner is told, once
    expect(await world.inbox.messages('+13125553999')).toHaveLength(1)
    clock.advance(11 * 60)
    const late = world.browser()
    await late.open(`${world.issuer}/activate?organization=northside`)
    expect((await late.submit({ access_code: code, ...birthFields('1938-05-19') })).status).toBe(refused)
  })
})

async function inTens<T>(total: number, make: () => Promise<T>): Promise<T[]> {
  const made: T[] = []
  while (made.length < total) made.push(...(await Promise.all(Array.from({ length: 10 }, make))))
  return made
}
