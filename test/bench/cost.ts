/**
 * What things cost in CPU, of the application and of every Postgres process together, in one run: whole journeys and
 * grants driven over HTTP from outside, and what they are compared with.
 */
import { exportJWK, generateKeyPair } from 'jose'
import { Agent as Connections } from 'undici'
import { openPortal } from '../driver/portal.ts'
import { findFreePort } from '../driver/ports.ts'
import { bareClient, objects, redirectUri, secret } from './clients.ts'
import { cpuDuring, cpuOf, residentMegabytes } from './cpu.ts'
import { factorJourneys } from './factor-journeys.ts'
import { atMost, type Figure, reported } from './figures.ts'
import { grantAt } from './grants.ts'
import { type Installation, openInstallation } from './installation.ts'
import { atOnce, type Child, pause, repeat, resume, startChild } from './processes.ts'
import { hostedPages, newRefreshToken, openVisitors, signIn, type Visitor } from './visitors.ts'

const people = 20
/** Enough for the compiler in the engine to be through with what every journey runs. */
const warmUp = 400
const journeys = 200
const grants = 400
const rounds = 4
const pages = 400
const verifications = 25

export async function cost(): Promise<Figure[]> {
  const installation = await openInstallation(objects, { PORTAL_SECRET: secret })
  let bare: Child | undefined
  try {
    const { app, readyMs } = await start(installation)
    const barePort = await findFreePort()
    bare = await startBare(installation, barePort)
    const bareAt = await bare.message<{ port: number; refreshToken: string }>()
    const connections = new Connections({ connections: atOnce })
    const { issuer, postgresPid } = installation
    const portal = await openPortal({ issuer, clientId: 'portal', secret, redirectUri })
    const visitors = await openVisitors(installation, portal, people)

    pause(bare)
    let turn = 0
    const journey = () => signIn(visitors[turn++ % visitors.length] as Visitor, portal)
    await repeat(warmUp, journey)
    let [journeyMs, journeyAppMs, argonMs] = [0, 0, 0]
    // in turns, so that what else the machine does falls on both
    for (let round = 0; round < rounds; round += 1) {
      argonMs += (await hashing(installation)) / rounds
      const appBefore = cpuOf(app.pid)
      const used = await cpuDuring([app.pid, postgresPid], () => repeat(journeys / rounds, journey))
      journeyMs += used / journeys
      journeyAppMs += (cpuOf(app.pid) - appBefore) / journeys
    }

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
    const factors = await factorJourneys({ installation, portal, app, bare, barePort, passwordMs: journeyMs })
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
      reported('… of which Postgres', ms(journeyMs - journeyAppMs)),
      atMost('password sign-in journey / its argon2id verification', journeyMs / argonMs, 1.7),
      ...factors,
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

async function startBare(installation: Installation, port: number): Promise<Child> {
  const key = async (alg: string) => ({
    ...(await exportJWK((await generateKeyPair(alg, { extractable: true })).privateKey)),
    alg,
    use: 'sig',
  })
  return startChild('test/bench/bare-provider.js', [], {
    DATABASE_URL: await installation.createDatabase('bare'),
    CLIENT: JSON.stringify(bareClient),
    KEYS: JSON.stringify([await key('ES256'), await key('RS256')]),
    ISSUER: `http://localhost:${port}`,
    PORT: String(port),
  })
}

const hashing = async ({ house }: Installation): Promise<number> => {
  const { memory_kib, iterations } = house.settings.passwords
  const child = startChild('test/bench/hashing.js', [String(memory_kib), String(iterations), String(verifications)])
  return (await child.message<{ cpuMs: number }>()).cpuMs
}
