/**
 * A provider of texts that takes every call and answers none: the page that asks for the code must come as fast as ever,
 * and so must all others (SECURITY "Faults to survive").
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Agent } from '../driver/agent.ts'
import { seedAccount } from '../driver/people.ts'
import { openPortal } from '../driver/portal.ts'
import { objects, redirectUri, secret } from './clients.ts'
import { atMost, exactly, type Figure, reported } from './figures.ts'
import { openInstallation } from './installation.ts'
import { repeat } from './processes.ts'

const people = 200
const warmUp = 20
const password = 'wandering otter paints seven lanterns'

export async function gateway(): Promise<Figure[]> {
  let called = 0
  const hanging = createServer(() => {
    called += 1
  })
  await new Promise<void>(resolve => hanging.listen(0, '127.0.0.1', resolve))
  const { port } = hanging.address() as AddressInfo
  const installation = await openInstallation(
    objects,
    { PORTAL_SECRET: secret, TWILIO_TOKEN: 'token' },
    {
      delivery: {
        sms: { gateway: 'twilio', from: '+13125550100' },
        twilio: { account: 'AC1', token: 'env:TWILIO_TOKEN', url: `http://127.0.0.1:${port}` },
        timeout_ms: 30_000,
      },
    },
  )
  try {
    await installation.start()
    const portal = await openPortal({ issuer: installation.issuer, clientId: 'portal', secret, redirectUri })
    const names = Array.from({ length: people + warmUp }, (_, index) => `bench-text-${index}`)
    for (const [index, username] of names.entries())
      await seedAccount(installation.house, {
        username,
        password,
        phone: `+1312555${1000 + index}`,
        factors: ['text-code'],
      })
    const times: number[] = []
    let turn = 0
    await repeat(names.length, async () => {
      const username = names[turn++] as string
      const agent = new Agent()
      await agent.open((await portal.begins()).url.href)
      const began = performance.now()
      const answer = await agent.submit({ username, password })
      times.push(performance.now() - began)
      if (answer.status !== 200) throw new Error(`the page for the code was answered ${answer.status}`)
    })
    const measured = times.slice(warmUp).sort((a, b) => a - b)
    const at = (share: number) => measured[Math.floor((measured.length - 1) * share)] as number
    return [
      atMost('page that asks for the code, p95', at(0.95), 500, 'ms'),
      reported('the same, median', `${at(0.5).toFixed(2)} ms`),
      exactly('the provider was asked, and hangs', String(called > 0), 'true'),
    ]
  } finally {
    hanging.closeAllConnections()
    hanging.close()
    await installation.close()
  }
}
