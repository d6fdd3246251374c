import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from '@jest/globals'
import { drainJobs } from '../../src/delivery/index.ts'
import type { Agent } from '../driver/agent.ts'
import { clock } from '../driver/clock.ts'
import { seedAccount } from '../driver/people.ts'
import { until } from '../driver/until.ts'
import { openWorld, type World } from '../driver/world.ts'

/** A provider of texts that dies or hangs is nobody's problem but its own (SECURITY "Faults to survive"). */
const password = 'a windlass turns at the harbour wall'
const closers: (() => unknown)[] = []
afterEach(async () => {
  clock.reset()
  for (const close of closers.splice(0).reverse()) await close()
})

interface Provider {
  readonly url: string
  /** The form of each text that it was given, oldest first. */
  readonly texts: Record<string, string>[]
  /** Those that were given up on, unanswered. */
  readonly givenUp: Record<string, string>[]
  close(): Promise<void>
}
/** A provider on a real port. `answer` ends the response, or leaves it open: then it hangs until the test ends. */
async function provider(answer: (response: ServerResponse, request: IncomingMessage) => void): Promise<Provider> {
  const texts: Record<string, string>[] = []
  const givenUp: Record<string, string>[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', chunk => {
      body += chunk
    })
    request.on('end', () => {
      const text = Object.fromEntries(new URLSearchParams(body))
      texts.push(text)
      response.once('close', () => !response.writableFinished && givenUp.push(text))
      answer(response, request)
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const close = () =>
    new Promise<void>(resolve => {
      server.closeAllConnections()
      server.close(() => resolve())
    })
  closers.push(close)
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, texts, givenUp, close }
}
const hanging = () => provider(() => {})
const vonageTakes = () =>
  provider(response => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ messages: [{ status: '0', 'message-id': 'M1' }] }))
  })

/** Twilio's interface first, Vonage's takes over. */
async function openClinic(first: Provider, second: Provider, takeJobs = false): Promise<World> {
  const world = await openWorld({
    takeJobs,
    settings: {
      passwords: { memory_kib: 64, queue: 1000 },
      delivery: {
        sms: {
          gateway: 'twilio',
          from: '+13125550100',
          fallback: [{ gateway: 'vonage', from: '+13125550101' }],
        },
        twilio: { account: 'AC1', token: 'token', url: first.url },
        vonage: { key: 'key', secret: 'secret', sms_url: second.url },
        // longer than any page takes that does not wait for it
        timeout_ms: 2500,
      },
    },
  })
  closers.push(() => world.close())
  return world
}

let count = 0
async function person(world: World) {
  count += 1
  const username = `cordelia.wainwright-${count}`
  const phone = `+1312555${4100 + count}`
  await seedAccount(world.app.house, { username, password, phone, factors: ['text-code', 'voice-code'] })
  return { username, phone, agent: world.browser() }
}
type Person = Awaited<ReturnType<typeof person>>

/** Name and password; the page that follows waits for the code of a text. */
async function asksForCode(world: World, { agent, username }: Person): Promise<Agent> {
  await agent.open((await (await world.portal()).begins()).url.href)
  await agent.submit({ username, password })
  return agent
}
const codeIn = (text: Record<string, string> | undefined): string => /\b\d{6}\b/.exec(text?.text ?? '')?.[0] ?? ''
const messagesOf = (world: World) =>
  world.database.db.selectFrom('messages').select(['state', 'provider', 'failure', 'envelope_sealed']).execute()
const actionsOf = (agent: Agent) => agent.page.forms.flatMap(form => form.buttons.map(({ value }) => value))

test('a dead provider: the next one takes the text at once, and the person signs in with it', async () => {
  const [first, second] = [await hanging(), await vonageTakes()]
  const world = await openClinic(first, second)
  await first.close()
  const agent = await asksForCode(world, await person(world))
  await drainJobs(world.app.jobs)
  expect(second.texts).toMatchObject([{ from: '13125550101', 'client-ref': expect.any(String) }])
  expect(await messagesOf(world)).toMatchObject([{ state: 'sent', provider: 'vonage', envelope_sealed: null }])
  const done = await agent.finish({ code: codeIn(second.texts[0]) })
  expect(done.url).toContain('code=')
})

test('a provider that says no is passed over; what it says of the number itself is final', async () => {
  const says: { status: number; code?: number } = { status: 503 }
  const first = await provider(response => response.writeHead(says.status).end(JSON.stringify({ code: says.code })))
  const second = await vonageTakes()
  const world = await openClinic(first, second)
  await asksForCode(world, await person(world))
  await drainJobs(world.app.jobs)
  expect(second.texts).toHaveLength(1)
  Object.assign(says, { status: 400, code: 21_610 })
  await asksForCode(world, await person(world))
  await drainJobs(world.app.jobs)
  expect([first.texts.length, second.texts.length]).toEqual([2, 1])
  const stopped = (await messagesOf(world)).find(({ failure }) => failure === 'stopped')
  expect(stopped).toMatchObject({ state: 'failed', provider: 'twilio' })
})

test('a provider that hangs: no page waits for it, nobody gets two texts, and the next code comes by the other', async () => {
  const [first, second] = [await hanging(), await vonageTakes()]
  const world = await openClinic(first, second, true)
  const people: Person[] = []
  for (let index = 0; index < 25; index += 1) people.push(await person(world))
  const portal = await world.portal()
  let waited = 0
  for (const { agent, username, phone } of people) {
    await agent.open((await portal.begins()).url.href)
    await agent.submit({ username, password })
    if (first.givenUp.some(({ To }) => To === phone)) waited += 1
  }
  // how fast they are is measured by the benchmark
  expect(waited).toBe(0)

  // every text was given to one provider, and to no second one
  await until(async () => (await messagesOf(world)).every(({ state }) => state !== 'queued'), 30_000)
  const rows = await messagesOf(world)
  expect(first.texts.length + second.texts.length).toBe(people.length)
  expect(rows.filter(({ provider: by }) => by === 'vonage')).toHaveLength(second.texts.length)
  expect(rows.filter(({ state }) => state === 'failed').every(({ failure }) => failure === 'unanswered')).toBe(true)
  expect(second.texts.length).toBeGreaterThan(people.length / 2)

  // somebody whose text was lost sees other ways, and gets the next code by the provider that lives
  const lost = people.find(({ phone }) => first.texts.some(text => text.To === phone))
  if (!lost) throw new Error('the first text went to the provider that hangs')
  expect(actionsOf(lost.agent)).toEqual(expect.arrayContaining(['resend', 'call']))
  clock.advance(31)
  // the one call that may probe the hung provider is somebody else's
  await asksForCode(world, await person(world))
  await until(async () => first.texts.length + second.texts.length > people.length, 30_000)
  const before = second.texts.length
  await lost.agent.submit({}, 'resend')
  await until(async () => second.texts.length > before, 30_000)
  expect(second.texts.at(-1)?.to).toBe(lost.phone.slice(1))
  const done = await lost.agent.finish({ code: codeIn(second.texts.at(-1)) })
  expect(done.url).toContain('code=')
}, 60_000)

test('a code that grew old in the queue is not sent, and its words are gone', async () => {
  const [first, second] = [await hanging(), await vonageTakes()]
  const world = await openClinic(first, second)
  await asksForCode(world, await person(world))
  clock.advance(601)
  await drainJobs(world.app.jobs)
  expect([first.texts, second.texts]).toEqual([[], []])
  expect(await messagesOf(world)).toMatchObject([{ state: 'expired', envelope_sealed: null }])
})
