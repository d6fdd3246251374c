import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { birthFields, importPatient, printLetter } from '../driver/people.ts'
import { openWorld, type World } from '../driver/world.ts'

/** Every mail in the middle of a flow carries a code and a link, for the browser that began. */
let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

test.each([
  ['at the clinic’s own address', async () => `${world.issuer}/activate?organization=northside`],
  ['at a portal', async () => (await (await world.portal()).begins({ vestibule_flow: 'activate' })).url.href],
])('%s', async (where, begin) => {
  const birthDate = '1966-04-30'
  const at = where.length
  const [phone, email] = [`+131255551${at}`, `theodora.${at}@elsewhere.example`]
  const patient = await importPatient(world.app.house, {
    given: 'Theodora',
    family: `Applewhite${at}`,
    birthDate,
    phone,
  })
  const agent = world.browser()
  await agent.open(await begin())
  await agent.submit({ access_code: await printLetter(world.app.house, patient), ...birthFields(birthDate) })
  await agent.submit({ code: await world.inbox.latestCode(phone) })
  await agent.submit()
  await agent.submit({ terms: 'on' })
  await agent.submit({ email })
  const here = agent.page.heading
  const [mail] = await world.inbox.messages(email)
  expect(mail?.codes).toHaveLength(1)
  const [link = ''] = mail?.links ?? []
  expect(link).toMatch(new RegExp(`^${world.issuer}/flow/[0-9a-f-]{36}$`))
  expect(mail?.html).toContain(link)

  // here it leads back to where the person stands, and by being opened it did nothing
  for (const _twice of [1, 2]) {
    await agent.open(link)
    expect(agent.page.heading).toBe(here)
  }
  const elsewhere = world.browser()
  const answer = await elsewhere.open(link)
  expect(answer.status).toBe(403)
  expect(elsewhere.page.text).not.toMatch(/Theodora|Applewhite|theodora/)
  expect(elsewhere.page.links.map(({ href }) => href)).toContainEqual(
    expect.stringMatching(/\/activate|127\.0\.0\.1:9/),
  )
  expect((await agent.submit({ code: mail?.codes[0] ?? '' })).status).toBe(200)
})
