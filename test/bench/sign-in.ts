/**
 * What signing in costs: with a password beside its argon2id verification alone, with more, and with a passkey beside
 * the code flow of a bare provider.
 */

import { openPortal, type Portal } from '../driver/portal.ts'
import { findFreePort } from '../driver/ports.ts'
import { startBare } from './bare.ts'
import { objects, redirectUri, secret } from './clients.ts'
import { cpuDuring, cpuOf } from './cpu.ts'
import { factorJourneys } from './factor-journeys.ts'
import { atMost, type Figure, reported } from './figures.ts'
import { type Installation, openInstallation } from './installation.ts'
import { type Child, pause, repeat, resume, startChild } from './processes.ts'
import { openVisitors, signIn, type Visitor } from './visitors.ts'

/** Enough for the compiler in the engine to be through with what every journey runs. */
const warmUp = 400
const journeys = 200
const rounds = 4
const verifications = 25

interface Parts {
  readonly installation: Installation
  readonly portal: Portal
  readonly app: Child
  readonly bare: Child
  readonly barePort: number
  readonly visitors: readonly Visitor[]
}

/** The same figures as in `cost`, without the rest of it. */
export async function signInAlone(): Promise<Figure[]> {
  const installation = await openInstallation(objects, { PORTAL_SECRET: secret })
  let bare: Child | undefined
  try {
    const { app } = await installation.start()
    const barePort = await findFreePort()
    bare = await startBare(installation, barePort)
    await bare.message()
    const portal = await openPortal({ issuer: installation.issuer, clientId: 'portal', secret, redirectUri })
    const visitors = await openVisitors(installation, portal)
    return await signInJourneys({ installation, portal, app, bare, barePort, visitors })
  } finally {
    await bare?.stop()
    await installation.close()
  }
}

export async function signInJourneys(parts: Parts): Promise<Figure[]> {
  const { installation, portal, app, bare, visitors } = parts
  const { postgresPid } = installation
  pause(bare)
  resume(app)
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
  const factors = await factorJourneys({ ...parts, passwordMs: journeyMs })
  return [
    reported('argon2id verification alone', ms(argonMs)),
    reported('password sign-in journey', ms(journeyMs)),
    reported('… of which Postgres', ms(journeyMs - journeyAppMs)),
    atMost('password sign-in journey / its argon2id verification', journeyMs / argonMs, 1.7),
    ...factors,
  ]
}

const ms = (value: number): string => `${value.toFixed(2)} ms`

const hashing = async ({ house }: Installation): Promise<number> => {
  const { memory_kib, iterations } = house.settings.passwords
  const child = startChild('test/bench/hashing.js', [String(memory_kib), String(iterations), String(verifications)])
  return (await child.message<{ cpuMs: number }>()).cpuMs
}
