/** The console over HTTP, without scripts: who gets in, what each sees, and that no form ever loses what was typed. */
import { afterAll, afterEach, beforeAll, test } from '@jest/globals'
import type { Agent } from '../driver/agent.ts'
import { clock } from '../driver/clock.ts'
import { type OperatorWorld, openOperatorWorld, password, type Staff } from './world.ts'

let open: OperatorWorld
beforeAll(async () => {
  open = await openOperatorWorld()
}, 60_000)
afterEach(() => clock.reset())
afterAll(() => open.close())

async function signsIn(who: Pick<Staff, 'username' | 'phone'>, path = '/console'): Promise<Agent> {
  const agent = open.world.browser()
  await agent.open(`${open.world.issuer}${path}`)
  await confirms(agent, who)
  return agent
}
async function confirms(agent: Agent, who: Pick<Staff, 'username' | 'phone'>): Promise<void> {
  await open.world.database.pool.query('truncate limits')
  await agent.submit({ username: who.username, password, passkey_ready: '' })
  await agent.finish({ code: await open.world.inbox.latestCode(who.phone) })
}

test('an owner', async () => {
  const agent = await signsIn(open.owner)
  console.log(agent.hops, agent.current?.status, agent.page.text)
})
