import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { resolveDataFolder } from '../../src/demo/embedded-postgres.ts'
import { makeSharedTemporaryFolder } from '../../src/demo/postgres-binaries.ts'
import { projectRoot } from '../../src/platform/index.ts'
import { Agent } from '../driver/agent.ts'
import { appCode } from '../driver/enrolled.ts'
import { findFreePorts, isFree } from '../driver/ports.ts'
import { until } from '../driver/until.ts'

interface DemoJson {
  readonly urls: Record<'issuer' | 'inbox' | 'northside' | 'riverbend' | 'app', string>
  readonly accounts: readonly {
    username: string
    password: string
    population: string
    phone: string
    factors: string[]
    totp_secret?: string
    security_question?: { answer: string }
    imported?: true
  }[]
  readonly insurers: readonly {
    id: string
    name: string
    url: string
    members: { username: string; password: string }[]
  }[]
  readonly operators: readonly { username: string; password: string; totp_secret: string; role: string }[]
  readonly admin: {
    client_id: string
    client_secret: string
    resource: string
    url: string
    redirect_uris: string[]
  }
  readonly patients: readonly {
    id: string
    emails: string[]
    access_code?: string
    letter?: string
    invitation?: string
  }[]
}

let folder: string
const running = new Set<ChildProcess>()
beforeAll(() => {
  folder = makeSharedTemporaryFolder('vestibule-demo-')
})
afterAll(async () => {
  for (const demo of running) demo.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

/** The first of as many free ports in a row as a demo has. */
const findBase = (): Promise<number> => findFreePorts(21)

async function startDemo(base: number, name: string) {
  const launcher = join(projectRoot, 'bin/launch.mjs')
  const demo = spawn(process.execPath, [launcher, 'demo', '--port-base', String(base), '--data', join(folder, name)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(demo)
  let words = ''
  await new Promise<void>((ready, fail) => {
    for (const stream of [demo.stdout, demo.stderr])
      stream?.on('data', chunk => {
        words += chunk
        if (words.includes('Ctrl-C stops it')) ready()
      })
    demo.once('exit', code => fail(new Error(`the demo ended (${code}): ${words}`)))
  })
  const json = (await (await fetch(`http://localhost:${base + 2}/demo.json`)).json()) as DemoJson
  return { demo, json, words, base }
}

/** The number of the server process, from the file that it keeps in its data folder. */
const postgresOf = (name: string): number =>
  Number.parseInt(readFileSync(join(resolveDataFolder(join(folder, name, 'postgres')), 'postmaster.pid'), 'utf8'), 10)

async function stopDemo(demo: ChildProcess): Promise<number | null> {
  const ended = once(demo, 'exit')
  demo.kill('SIGTERM')
  const [code] = await ended
  running.delete(demo)
  return code
}

test('two demos run side by side, each lets its patient sign in, and SIGTERM leaves nothing of them', async () => {
  const firstBase = await findBase()
  // one after the other: the first may have to build
  const first = await startDemo(firstBase, 'first')
  const second = await startDemo(await findBase(), 'second')
  for (const { json, words } of [first, second]) {
    const rosa = json.accounts[0]!
    expect(words).toContain(rosa.username)
    const agent = new Agent()
    await agent.open(`${json.urls.northside}/login`)
    await agent.submit({ username: rosa.username, password: rosa.password })
    // a browser that is not known yet: the enrolled phone confirms
    if (agent.current?.url.startsWith(json.urls.issuer)) {
      const code = await latestCode(json, rosa.phone)
      await agent.submit({ code })
    }
    expect(agent.current?.url).toBe(`${json.urls.northside}/`)
    expect(agent.current?.body).toContain('Hello, Rosa')
  }
  // everybody else can sign in too, with what demo.json says of them
  for (const one of first.json.accounts.slice(2)) {
    const agent = new Agent({ stopAt: () => false })
    await agent.open(`${first.json.urls.northside}/login`)
    await agent.submit({ username: one.username, password: one.password, passkey_ready: '' })
    if (one.totp_secret) await agent.submit({ code: appCode(one.totp_secret, new Date()) })
    else if (one.security_question) await agent.submit({ answer: one.security_question.answer })
    const ends = one.imported ? 'We have moved to a new sign-in' : one.population === 'provider' ? 'Amara' : 'Hello, '
    expect([one.username, agent.current?.body]).toEqual([one.username, expect.stringContaining(ends)])
  }
  // members of an insurer come with it, whichever way it speaks; both know no account yet
  for (const insurer of first.json.insurers) {
    const [member] = insurer.members
    const agent = new Agent()
    await agent.open(`${first.json.urls.northside}/login?idp_hint=${insurer.id}`)
    expect(agent.current?.url).toContain(insurer.url)
    await agent.submit({ username: member!.username, password: member!.password }, 'sign-in')
    const [form] = agent.page.forms
    if (form?.fields.SAMLResponse)
      await agent.post(form.action, form.fields, { origin: insurer.url, 'sec-fetch-site': 'cross-site' })
    expect([insurer.id, agent.page.text]).toEqual([
      insurer.id,
      expect.stringContaining(`You signed in at ${insurer.name}`),
    ])
  }
  await usesOperatorApi(first.json)
  const letter = first.json.patients.find(({ id }) => id === 'walter')!
  expect(await (await fetch(letter.letter as string)).text()).toContain(letter.access_code?.slice(0, 4))

  const invited = first.json.patients.find(({ invitation }) => invitation !== undefined)!
  expect((await fetch(invited.invitation as string)).status).toBe(200)
  const mail = await messageTo(first.json, invited.emails[0] as string, ({ links }) => links.length > 0)
  expect(new URL(mail.links[0] as string).pathname).toMatch(/^\/invite\/[\w-]{22}$/)

  const servers = ['first', 'second'].map(postgresOf)
  expect(await Promise.all([stopDemo(first.demo), stopDemo(second.demo)])).toEqual([0, 0])
  for (const pid of servers) expect(() => process.kill(pid, 0)).toThrow('ESRCH')
  for (const { base } of [first, second])
    for (const offset of [0, 1, 2, 3, 4, 10, 11, 12, 20])
      expect([offset, await isFree(base + offset)]).toEqual([offset, true])

  // the second start finds everything as it was
  const again = await startDemo(firstBase, 'first')
  expect(again.json).toEqual(first.json)
  expect(await stopDemo(again.demo)).toBe(0)
}, 180_000)

/** The operator API, by the program's own credentials and by an operator's sign-in. */
async function usesOperatorApi({ urls, admin, operators }: DemoJson): Promise<void> {
  const basic = `Basic ${Buffer.from(`${admin.client_id}:${encodeURIComponent(admin.client_secret)}`).toString('base64')}`
  const tokenFor = async (form: Record<string, string>) => {
    const body = new URLSearchParams({ resource: admin.resource, ...form })
    const answer = await fetch(`${urls.issuer}/token`, { method: 'POST', headers: { authorization: basic }, body })
    return ((await answer.json()) as { access_token: string }).access_token
  }
  const organizations = async (token: string) => {
    const answer = await fetch(`${admin.url}/organizations`, { headers: { authorization: `Bearer ${token}` } })
    return ((await answer.json()) as { items: { object: { id: string } }[] }).items.map(({ object }) => object.id)
  }
  const byProgram = await tokenFor({ grant_type: 'client_credentials' })
  expect(await organizations(byProgram)).toEqual(['northside', 'riverbend'])

  const desk = operators.find(({ role }) => role === 'help-desk')!
  const [redirect_uri] = admin.redirect_uris as [string]
  const verifier = 'a-verifier-that-is-forty-three-characters-long'
  const url = new URL(`${urls.issuer}/authorize`)
  url.search = new URLSearchParams({
    client_id: admin.client_id,
    response_type: 'code',
    redirect_uri,
    scope: 'openid organizations:read',
    resource: admin.resource,
    acr_values: 'urn:vestibule:aal2',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString()
  const agent = new Agent({ stopAt: at => at.href.startsWith(redirect_uri) })
  await agent.open(url.href)
  await agent.submit({ username: desk.username, password: desk.password, passkey_ready: '' })
  const back = await agent.finish({ code: appCode(desk.totp_secret, new Date()) })
  const code = new URL(back.url).searchParams.get('code') as string
  const byOperator = await tokenFor({ grant_type: 'authorization_code', code, redirect_uri, code_verifier: verifier })
  expect(await organizations(byOperator)).toEqual(['northside'])
}

/** Texts leave by the outbox: soon, not at once. */
async function messageTo(json: DemoJson, to: string, isIt: (message: Delivered) => boolean): Promise<Delivered> {
  let message: Delivered | undefined
  await until(async () => {
    const answer = await fetch(`${json.urls.inbox}/messages?to=${encodeURIComponent(to)}`)
    message = ((await answer.json()) as Delivered[]).find(isIt)
    return message !== undefined
  }, 60_000)
  return message as Delivered
}
interface Delivered {
  readonly codes: readonly string[]
  readonly links: readonly string[]
}
const latestCode = async (json: DemoJson, phone: string): Promise<string> =>
  (await messageTo(json, phone, ({ codes }) => codes.length > 0)).codes[0] as string
