import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { clock } from '../driver/clock.ts'
import { type InsurerWorld, linkTo, openInsurerWorld } from '../driver/insurer-world.ts'
import { seedAccount } from '../driver/people.ts'

/** Sign-in with an insurer, over HTTP: known people, the way there and back, and insurers that are away. */
let open: InsurerWorld
beforeAll(async () => {
  open = await openInsurerWorld()
})
afterEach(() => clock.reset())
afterAll(() => open.close())

const password = 'wandering otter paints seven lanterns'

test('somebody whom the insurer is known to sign in is signed in at the portal, with fed in amr', async () => {
  const { world, commonwealth } = open
  const accountId = await seedAccount(world.app.house, { username: 'known-1', password })
  await linkTo(open, accountId, 'member-known-1')
  commonwealth.signsIn({ sub: 'member-known-1' })
  const portal = await world.portal()
  const agent = world.browser()
  const begun = await portal.begins()
  await agent.open(begun.url.href)
  const link = agent.page.links.find(({ href }) => href.includes('/insurer'))
  await agent.open(link?.href ?? '')
  expect(agent.page.heading).toBe('Sign in with your insurer')
  const back = await agent.submit({ insurer: 'commonwealth' })
  expect(back.url).toContain(portal.redirectUri)
  const tokens = await portal.tokens(begun, back.url)
  expect(tokens.claims()).toMatchObject({ acr: 'urn:vestibule:aal1', amr: ['fed'] })
})
