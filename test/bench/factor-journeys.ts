/**
 * Signing in with an authenticator app beside the password, and with a passkey instead of it; the latter beside the code
 * flow of a bare provider, whose sign-in page is one button.
 */
import { Agent } from '../driver/agent.ts'
import { SoftAuthenticator } from '../driver/authenticator.ts'
import { appCode, enrolApp } from '../driver/enrolled.ts'
import { askDevice, enrolPasskey } from '../driver/passkeys.ts'
import { seedAccount } from '../driver/people.ts'
import { openPortal, type Portal } from '../driver/portal.ts'
import { redirectUri, secret } from './clients.ts'
import { cpuDuring } from './cpu.ts'
import { atMost, type Figure, reported } from './figures.ts'
import type { Installation } from './installation.ts'
import { type Child, pause, repeat, resume } from './processes.ts'
import { journey, password } from './visitors.ts'

const people = 20
const rounds = 4
/** Rounds before those that count, for the compiler in the engine. */
const warmUp = 8
const eachRound = 60

interface Parts {
  readonly installation: Installation
  readonly portal: Portal
  readonly app: Child
  readonly bare: Child
  readonly barePort: number
  /** CPU of the password journey of this run. */
  readonly passwordMs: number
}

export async function factorJourneys(parts: Parts): Promise<Figure[]> {
  const { installation, portal, app, bare, barePort, passwordMs } = parts
  const { postgresPid } = installation
  const measured = async (running: Child, count: number, work: () => Promise<unknown>) =>
    (await cpuDuring([running.pid, postgresPid], () => repeat(count, work))) / count
  pause(bare)
  resume(app)
  const appHolders = await openHolders(installation, portal, 'app')
  const keyHolders = await openHolders(installation, portal, 'passkey')
  let turn = 0
  const withApp = () => {
    const { agent, username, key } = appHolders[turn++ % people] as Holder
    const prove = async () => {
      await agent.submit({ username, password })
      return agent.submit({ code: appCode(key) })
    }
    return journey(agent, portal, prove, { acr_values: 'urn:vestibule:aal2' })
  }
  const withPasskey = () => {
    const { agent, device } = keyHolders[turn++ % people] as Holder
    return journey(agent, portal, async () => agent.submit({ passkey: await askDevice(agent, device, 'get') }))
  }
  let appMs = 0
  for (let round = -warmUp; round < rounds; round += 1) {
    // a time step is good once; the next round comes sooner than the next step
    await installation.house.db.updateTable('account_factors').set({ last_step: 0 }).execute()
    const used = await measured(app, people, withApp)
    if (round >= 0) appMs += used / rounds
  }

  resume(bare)
  const theirs = await openPortal({ issuer: `http://localhost:${barePort}`, clientId: 'portal', secret, redirectUri })
  const browser = () => new Agent({ stopAt: url => theirs.owns(url) })
  const browsers = Array.from({ length: people }, browser)
  const bareFlow = () => {
    const agent = browsers[turn++ % browsers.length] as Agent
    return journey(agent, theirs, () => agent.submit(), { scope: 'openid profile email' })
  }
  let [passkeyMs, bareMs] = [0, 0]
  // in turns, so that what else the machine does falls on both
  for (let round = -warmUp; round < rounds; round += 1) {
    pause(bare)
    resume(app)
    const ours = await measured(app, eachRound, withPasskey)
    pause(app)
    resume(bare)
    const bares = await measured(bare, eachRound, bareFlow)
    if (round < 0) continue
    passkeyMs += ours / rounds
    bareMs += bares / rounds
  }
  return [
    reported('sign-in journey with password and app', ms(appMs)),
    atMost('… / password sign-in journey', appMs / passwordMs, 1.5),
    reported('passkey sign-in journey', ms(passkeyMs)),
    reported('code flow of a bare provider', ms(bareMs)),
    atMost('passkey sign-in journey / bare code flow', passkeyMs / bareMs, 2),
  ]
}

interface Holder {
  readonly agent: Agent
  readonly username: string
  /** of the authenticator app */
  readonly key: string
  readonly device: SoftAuthenticator
}

/** Patients with one of the two besides a password: whoever has both is asked for the passkey. */
async function openHolders(
  { house, issuer }: Installation,
  portal: Portal,
  has: 'app' | 'passkey',
): Promise<readonly Holder[]> {
  const holders: Holder[] = []
  for (let count = 0; count < people; count += 1) {
    const username = `bench-${has}-${count}`
    const accountId = await seedAccount(house, { username, password, email: `${username}@example.org` })
    const device = new SoftAuthenticator(issuer)
    if (has === 'passkey') await enrolPasskey(house, device, { accountId, username })
    const key = has === 'app' ? await enrolApp(house, accountId) : ''
    holders.push({ agent: new Agent({ stopAt: url => portal.owns(url) }), username, key, device })
  }
  return holders
}

const ms = (value: number): string => `${value.toFixed(2)} ms`
