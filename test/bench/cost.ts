/**
 * What things cost in CPU, of the application and of every Postgres process together, in one run: whole journeys and
 * grants driven over HTTP from outside, and what they are compared with.
 */
import { Agent as Connections } from 'undici'
import { openPortal } from '../driver/portal.ts'
import { findFreePort } from '../driver/ports.ts'
import { startBare } from './bare.ts'
import { objects, redirectUri, secret } from './clients.ts'
import { cpuDuring, residentMegabytes } from './cpu.ts'
import { atMost, type Figure, reported } from './figures.ts'
import { grantAt } from './grants.ts'
import { type Installation, openInstallation } from './installation.ts'
import { atOnce, type Child, pause, repeat, resume } from './processes.ts'
import { signInJourneys } from './sign-in.ts'
import { hostedPages, newRefreshToken, openVisitors, type Visitor } from './visitors.ts'

const grants = 400
const rounds = 4
const pages = 400

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
    const visitors = await openVisitors(installation, portal)

    const signIns = await signInJourneys({ installation, portal, app, bare, barePort, visitors })
    // the journeys ended with the bare provider's
    pause(bare)
    resume(app)
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
      ...signIns,
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
