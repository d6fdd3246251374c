import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from '@jest/globals'
import { createOutbound, isReachable, type Outbound, type OutboundOptions } from '../../src/platform/index.ts'

const open: (Server | Outbound)[] = []
afterEach(async () => {
  for (const one of open.splice(0)) {
    if ('closeAllConnections' in one) one.closeAllConnections()
    await one.close()
  }
})

async function listen(handler: RequestListener): Promise<string> {
  const server = createServer(handler)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  open.push(server)
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
function outbound(options: Partial<OutboundOptions> = {}): Outbound {
  const made = createOutbound({ allow: [], timeoutMs: 5000, ...options })
  open.push(made)
  return made
}
const refused = { cause: { code: 'OUTBOUND_REFUSED' } }

describe('which addresses may be reached', () => {
  test.each([
    ['93.184.215.14', true],
    ['2606:2800:21f:cb07:6820:80da:af6b:8b2c', true],
    ['127.0.0.1', false],
    ['10.1.2.3', false],
    ['172.16.0.1', false],
    ['192.168.1.1', false],
    ['169.254.169.254', false],
    ['100.64.0.1', false],
    ['0.0.0.0', false],
    ['::1', false],
    ['fe80::1', false],
    ['fd00::1', false],
    ['::ffff:10.0.0.1', false],
    ['64:ff9b::a00:1', false],
    ['not an address', false],
  ])('%s: %s', (address, expected) => expect(isReachable(address, [])).toBe(expected))

  test('an allowed network opens exactly itself', () => {
    expect(isReachable('10.20.0.9', ['10.20.0.0/16', 'fd00::/8'])).toBe(true)
    expect(isReachable('::ffff:10.20.0.9', ['10.20.0.0/16'])).toBe(true)
    expect(isReachable('10.21.0.9', ['10.20.0.0/16'])).toBe(false)
  })
})

describe('a guarded call', () => {
  test('refuses a private address, given as a number or as a name', async () => {
    const url = await listen((_request, response) => response.end('secret'))
    await expect(outbound().fetch(url)).rejects.toMatchObject(refused)
    await expect(outbound().fetch(url.replace('127.0.0.1', 'localhost'))).rejects.toMatchObject(refused)
    await expect(outbound().fetch(url.replace('127.0.0.1', '[::ffff:127.0.0.1]'))).rejects.toMatchObject(refused)
  })

  test('reaches what the operator allowed', async () => {
    const url = await listen((_request, response) => response.end('fine'))
    expect(await (await outbound({ allow: ['127.0.0.0/8'] }).fetch(url)).text()).toBe('fine')
    expect(await (await outbound({ trusted: [`${url}/api`] }).fetch(url)).text()).toBe('fine')
  })

  test('follows no redirect', async () => {
    const url = await listen((_request, response) => response.writeHead(302, { location: 'http://10.0.0.1/' }).end())
    await expect(outbound({ allow: ['127.0.0.0/8'] }).fetch(url)).rejects.toThrow()
  })

  test('stops at the limit of size', async () => {
    const url = await listen((_request, response) => response.end('x'.repeat(5000)))
    const answer = outbound({ allow: ['127.0.0.0/8'], maxBytes: 1000 })
      .fetch(url)
      .then(response => response.text())
    await expect(answer).rejects.toThrow()
  })

  test('stops at the limit of time', async () => {
    const url = await listen(() => undefined)
    await expect(outbound({ allow: ['127.0.0.0/8'], timeoutMs: 50 }).fetch(url)).rejects.toThrow()
  })
})
