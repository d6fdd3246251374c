/**
 * What things cost in CPU, of the application and of every Postgres process together, in one run: whole journeys and
 * grants driven over HTTP from outside, and what they are compared with.
 */
import { exportJWK, generateKeyPair } from 'jose'
import { Agent as Connections } from 'undici'
import { Agent } from '../driver/agent.ts'
import { seedAccount } from '../driver/people.ts'
import { openPortal, type Portal } from '../driver/portal.ts'
import { cpuDuring, residentMegabytes } from './cpu.ts'
import { atMost, type Figure, reported } from './figures.ts'
import { grantAt } from './grants.ts'
import { type Installation, openInstallation } from './installation.ts'
import { type Child, startChild } from './processes.ts'

const secret = 'a secret that only the portal of the benchmark knows'
const redirectUri = 'http://127.0.0.1:9/callback'
const objects = `
kind: organization
id: northside
name: { en: Northside Clinic, es: Clínica Northside }
home_client: portal
time_zone: America/New_York
branding: { help_phone: "+15550100100" }
---
kind: client
id: portal
name: { en: Patient portal, es: Portal del paciente }
organization: northside
redirect_uris: [${redirectUri}]
start_url: http://127.0.0.1:9/login
auth: { method: client_secret_basic, secrets: [env:PORTAL_SECRET] }
scopes: [openid, profile, email, phone, patients, offline_access]
grants: [authorization_code, refresh_token, client_credentials]
first_party: true
`
/** The same client in oidc-provider's own words. */
const bareClient = {
  client_id: 'portal',
  client_secret: secret,
  client_name: 'Patient portal',
  redirect_uris: [redirectUri],
  grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
  response_types: ['code'],
  scope: 'openid profile email phone offline_access',
  token_endpoint_auth_method: 'client_secret_basic',
  id_token_signed_response_alg: 'RS256',
}

const password = 'wandering otter paints seven lanterns'
const people = 20
const journeys = 100
const grants = 400
const rounds = 4
const pages = 400
const verifications = 100
const atOnce = 4

export async function cost(): Promise<Figure[]> {
  const installation = await openInstallation(objects, { PORTAL_SECRET: secret })
  let bare: Child | undefined
  try {
    const { app, readyMs } = await start(installation)
    bare = await startBare(installation)
    const bareAt = await bare.message<{ port: number; refreshToken: string }>()
    const connections = new Connections({ connections: atOnce })
    const { issuer, postgresPid } = installation
    const portal = await openPortal({ issuer, clientId: 'portal', secret, redirectUri })
    const visitors = await openVisitors(installation, portal)

    pause(bare)
    let turn = 0
    const journey = () => signIn(visitors[turn++ % visitors.length] as Visitor, portal)
    await repeat(people, journey)
    const argon = await hashing(installation)
    const journeyMs = (await cpuDuring([app.pid, postgresPid], () => repeat(journeys, journey))) / journeys
    const argonAgain = await hashing(installation)
    const argonMs = (argon + argonAgain) / 2

    const refreshToken = await newRefreshToken(visitors[0] as Visitor, portal)
    const ours = { origin: issuer, clientId: 'portal', secret, connections, refreshToken }
    const theirs = { ...ours, origin: `http://127.0.0.1:${bareAt.port}`, refreshToken: bareAt.refreshToken }
    const compared: Figure[] = []
    for (const grant of ['client_credentials', 'refresh_token'] as const) {
      const measure = async (target: typeof ours, running: Child, resting: Child, count: number) => {
        pause(resting)
        resume(running)
        return cpuDuring([running.pid, postgresPid], () => repeat(count, () => grantAt(target, grant)))
      }
      await measure(ours, app, bare, grants / 2)
      await measure(theirs, bare, app, grants / 2)
      let [ourMs, theirMs] = [0, 0]
      for (let round = 0; round < rounds; round += 1) {
        ourMs += (await measure(ours, app, bare, grants / rounds)) / grants
        theirMs += (await measure(theirs, bare, app, grants / rounds)) / grants
      }
      const name = grant.replace('_', ' ')
      compared.push(
        reported(`${name} grant`, ms(ourMs)),
        reported(`${name} grant on a bare provider`, ms(theirMs)),
        atMost(`${name} grant / bare`, ourMs / theirMs, 2),
      )
    }
    pause(bare)
    resume(app)

    const drawn: Figure[] = []
    for (const { name, url, agent } of await hostedPages(issuer, portal)) {
      await repeat(pages / 4, () => agent.open(url))
      const pageMs = (await cpuDuring([app.pid, postgresPid], () => repeat(pages, () => agent.open(url)))) / pages
      drawn.push(atMost(`${name}: one GET, whole`, pageMs, 2, 'ms'))
    }
    const memory = residentMegabytes(app.pid)
    await connections.close()
    return [
      reported('argon2id verification alone', ms(argonMs)),
      reported('password sign-in journey', ms(journeyMs)),
      atMost('password sign-in journey / its argon2id verification', journeyMs / argonMs, 1.7),
      ...compared,
      ...drawn,
      atMost('memory of the process after the run', memory, 250, 'MB', 0),
      atMost('start to ready, median of three', readyMs / 1000, 2, 's'),
    ]
  } finally {
    await bare?.stop()
    await installation.close()
  }
}

const ms = (value: number): string => `${value.toFixed(2)} ms`
const pause = (child: Child): void => void child.process.kill('SIGSTOP')
const resume = (child: Child): void => void child.process.kill('SIGCONT')

/** Three starts; the last one stays. */
async function start(installation: Installation): Promise<{ app: Child; readyMs: number }> {
  const times: number[] = []
  for (;;) {
    const { app, readyMs } = await installation.start()
    times.push(readyMs)
    if (times.length === 3) return { app, readyMs: times.sort((a, b) => a - b)[1] as number }
    await app.stop()
  }
}

async function startBare(installation: Installation): Promise<Child> {
  const key = async (alg: string) => ({
    ...(await exportJWK((await generateKeyPair(alg, { extractable: true })).privateKey)),
    alg,
    use: 'sig',
  })
  return startChild('test/bench/bare-provider.js', [], {
    DATABASE_URL: await installation.createDatabase('bare'),
    CLIENT: JSON.stringify(bareClient),
    KEYS: JSON.stringify([await key('ES256'), await key('RS256')]),
    ISSUER: 'http://bare.test',
  })
}

const hashing = async ({ house }: Installation): Promise<number> => {
  const { memory_kib, iterations } = house.settings.passwords
  const child = startChild('test/bench/hashing.js', [String(memory_kib), String(iterations), String(verifications)])
  return (await child.message<{ cpuMs: number }>()).cpuMs
}

/** A few at a time, as a server has them. */
async function repeat(count: number, work: () => Promise<unknown>): Promise<void> {
  let left = count
  const worker = async () => {
    while (left > 0) {
      left -= 1
      await work()
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

interface Visitor {
  readonly agent: Agent
  readonly username: string
}

/** Patients with a password, each at a browser of their own, which is known after the first sign-in. */
async function openVisitors({ house }: Installation, portal: Portal): Promise<Visitor[]> {
  const visitors: Visitor[] = []
  for (let count = 0; count < people; count += 1) {
    const username = `bench-patient-${count}`
    await seedAccount(house, { username, password, email: `${username}@example.org` })
    const agent = new Agent({ stopAt: url => portal.owns(url) })
    visitors.push({ agent, username })
  }
  return visitors
}

/** The whole of it: authorize, the page, its POST, back to the portal, code for tokens. The device stays known. */
async function signIn({ agent, username }: Visitor, portal: Portal, parameters: Record<string, string> = {}) {
  const { hostname } = new URL(portal.config.serverMetadata().issuer)
  // a browser that was closed meanwhile: session cookies are gone, the device is known
  const cookies = await agent.jar.getCookies(portal.config.serverMetadata().issuer)
  for (const { key, path } of cookies)
    if (key.startsWith('vst_session')) await agent.jar.store.removeCookie(hostname, path ?? '/', key)
  const begun = await portal.begins(parameters)
  await agent.open(begun.url.href)
  const end = await agent.submit({ username, password })
  if (!portal.owns(new URL(end.url))) throw new Error(`the sign-in ended at ${end.url}: ${end.page.text}`)
  return portal.tokens(begun, end.url)
}

async function newRefreshToken(visitor: Visitor, portal: Portal): Promise<string> {
  const { refresh_token } = await signIn(visitor, portal, { scope: 'openid profile email offline_access' })
  if (!refresh_token) throw new Error('no refresh token was given')
  return refresh_token
}

/** Pages that are asked for most, each in a browser that has been there before. */
async function hostedPages(issuer: string, portal: Portal) {
  const [patient, stranger] = [new Agent({ stopAt: url => portal.owns(url) }), new Agent()]
  const page = await patient.open((await portal.begins()).url.href)
  await stranger.open(`${issuer}/activate?organization=northside`)
  return [
    { name: 'sign-in page', url: page.url, agent: patient },
    { name: 'access-code page', url: `${issuer}/activate?organization=northside`, agent: stranger },
  ]
}
