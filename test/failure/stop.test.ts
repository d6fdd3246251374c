import { Agent as KeepAlive, request } from 'node:http'
import { connect } from 'node:net'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import type { Agent } from '../driver/agent.ts'
import { seedAccount } from '../driver/people.ts'
import { until } from '../driver/until.ts'
import { openWorld, type World } from '../driver/world.ts'

/** An instance that is told to stop: no one is sent there, what runs is answered, and nothing is reset. */
const [username, password] = ['gwendolyn.hartsfield', 'an orchard wall warms in the sun']
let world: World
beforeEach(async () => {
  world = await openWorld()
  await seedAccount(world.app.house, { username, password })
})
afterEach(() => world.close())

async function atSignIn(stopAt?: (url: URL) => boolean): Promise<Agent> {
  const agent = world.browser(stopAt ? { stopAt } : {})
  await agent.open((await (await world.portal()).begins()).url.href)
  return agent
}
const readiness = async () => (await fetch(`http://127.0.0.1:${world.operationsPorts[0]}/health/ready`)).status

/** Holds everything that writes a flow inside Postgres, until released. */
async function holdFlows() {
  const client = await world.database.pool.connect()
  await client.query('begin')
  await client.query('lock table flows in access exclusive mode')
  return {
    isHolding: async () =>
      (await world.database.pool.query("select from pg_locks where not granted and relation = 'flows'::regclass"))
        .rowCount !== 0,
    async release() {
      await client.query('commit')
      client.release()
    },
  }
}

test('a request that runs is answered in full, new ones find nobody, and stopping ends', async () => {
  const agent = await atSignIn(url => url.pathname.startsWith('/authorize/'))
  const flows = await holdFlows()
  const running = agent.submit({ username, password })
  await until(flows.isHolding, 30_000)
  const stopped = world.app.stop()
  await until(async () => isRefused(), 30_000)
  expect(await readiness().catch(() => 503)).toBe(503)
  await flows.release()
  const answer = await running
  expect(answer.status).toBe(303)
  // the connection that carried it is not kept, so that nobody sends a second request into the void
  expect(answer.headers.get('connection')).toBe('close')
  const before = performance.now()
  await stopped
  expect(performance.now() - before).toBeLessThan(4000)
})

test('idle connections are ended, not reset', async () => {
  const { port } = new URL(world.issuer)
  const agent = new KeepAlive({ keepAlive: true, maxSockets: 1 })
  const ended = new Promise<string>(resolve => {
    const socket = connect(Number(port), '127.0.0.1', () =>
      socket.write(`GET /sign-in HTTP/1.1\r\nhost: localhost:${port}\r\n\r\n`),
    )
    let answered = ''
    socket.on('data', chunk => {
      answered += chunk
    })
    socket.on('end', () => resolve(answered))
    socket.on('error', error => resolve(String(error)))
  })
  const asked = new Promise<number>((resolve, reject) => {
    request({ agent, port, host: '127.0.0.1', path: '/sign-in', headers: { host: `localhost:${port}` } }, response => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0))
    })
      .on('error', reject)
      .end()
  })
  expect(await asked).toBe(200)
  const before = performance.now()
  await world.app.stop()
  expect(performance.now() - before).toBeLessThan(4000)
  expect(await ended).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*<\/html>/)
  agent.destroy()
})

test('a client that never comes to the end of its request keeps nobody from stopping', async () => {
  const { port } = new URL(world.issuer)
  const socket = connect(Number(port), '127.0.0.1')
  const closed = new Promise<void>(resolve => socket.resume().on('close', () => resolve()))
  socket.on('error', () => {})
  const head = ['POST /token HTTP/1.1', `host: localhost:${port}`, 'content-type: application/x-www-form-urlencoded']
  socket.write(`${head.join('\r\n')}\r\ncontent-length: 100\r\n\r\ngrant_type=`)
  await atSignIn()
  const before = performance.now()
  await world.app.stop()
  await closed
  expect(performance.now() - before).toBeLessThan(15_000)
})

test('stopping twice is stopping once', async () => {
  await Promise.all([world.app.stop(), world.app.stop()])
  await world.app.stop()
})

function isRefused(): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(Number(new URL(world.issuer).port), '127.0.0.1')
    socket.on('connect', () => {
      socket.destroy()
      resolve(false)
    })
    socket.on('error', () => resolve(true))
  })
}
