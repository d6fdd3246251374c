/** Counts for charts: the figures are those of what happened, and an operator of one clinic sees that clinic's. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { recordAudit } from '../../src/operations/audit.ts'
import { sealAudit } from '../../src/operations/audit-seal.ts'
import { countMessages } from '../../src/operations/event-counts.ts'
import { now } from '../../src/platform/index.ts'
import { type OperatorWorld, openOperatorWorld, password, type Staff } from './world.ts'

let open: OperatorWorld
beforeAll(async () => {
  open = await openOperatorWorld()
}, 60_000)
afterAll(() => open.close())

const viewer = (name: string) => open.staff.find(each => each.name === name) as Staff
const settle = async () => {
  await sealAudit(open.world.app.house)
  await countMessages(open.world.app.house)
}
const counts = async (token: string, search = '') =>
  (await open.call({ path: `/admin/v1/audit-events/counts${search}`, token })).json

test('a viewer sees sign-ins, journeys and failures as they happened', async () => {
  const token = await open.signIn(viewer('viewer-all'))
  await settle()
  const before = await counts(token, '?from=2020-01-01&to=2020-01-01')
  expect(before).toMatchObject({ sign_ins: [{ succeeded: 0, refused: 0 }], flows: [], failures: [] })
  const begun = await counts(token)
  const today = now().toISOString().slice(0, 10)
  expect(begun).toMatchObject({ unit: 'day', to: today, counting_since: `${today}T00:00:00.000Z` })
  expect(begun.sign_ins).toHaveLength(30)
  expect(begun.sign_ins.at(-1)).toEqual({ at: `${today}T00:00:00.000Z`, succeeded: 1, refused: 0 })

  const console = await open.world.portal('console')
  const agent = open.world.browser()
  await agent.open((await console.begins({ scope: 'openid' })).url.href)
  const typed = { username: open.patient.username, passkey_ready: '' }
  await agent.submit({ ...typed, password: 'no word of theirs at all' })
  await agent.submit({ ...typed, password })
  await settle()
  const after = await counts(token)
  expect(after.sign_ins.at(-1)).toMatchObject({ refused: 1 })
  const [signIn] = after.flows as { flow: string; completed: number; steps: { step: string }[] }[]
  expect(signIn).toMatchObject({ flow: 'sign-in', denied: 0 })
  expect(signIn?.steps.map(({ step }) => step)).toEqual(['password', 'confirm'])
  expect(signIn?.steps[0]).toEqual({ step: 'password', advanced: 2, stayed: 0, refused: 1, left: 0, denied: 0 })
  expect(signIn?.completed).toBe(1)
  expect(after.failures).toContainEqual({ type: 'flow.sign-in.password.retry', reason: 'sign-in-failed', count: 1 })

  const hours = await counts(token, `?unit=hour&from=${today}&to=${today}`)
  expect(hours.sign_ins).toHaveLength(24)
  expect(hours.failures).toEqual(after.failures)
  // a code each for the operator and the patient
  await open.world.inbox.latestCode(open.patient.phone)
  await settle()
  const { json } = await open.call({ path: '/admin/v1/messages/counts', token })
  expect(json.messages).toContainEqual({ channel: 'sms', state: 'sent', count: 2 })
})

test('an operator of one clinic sees that clinic, and no other may be named', async () => {
  const { house } = open.world.app
  const entry = { type: 'access-code.issued', outcome: 'failure', correlationId: 'test' } as const
  for (const organizationId of ['southside', 'southside', undefined])
    await recordAudit(house.db, house, {
      ...entry,
      ...(organizationId ? { organizationId } : {}),
      details: { problem: 'no-contact' },
    })
  await settle()
  const south = await open.signIn(viewer('viewer-southside'))
  const failure = { type: 'access-code.issued', reason: 'no-contact' }
  expect(await counts(south)).toMatchObject({ failures: [{ ...failure, count: 2 }], flows: [] })
  expect(await counts(south, '?organization=northside')).toMatchObject({
    type: 'urn:vestibule:problem:organization-out-of-reach',
  })
  const everything = await open.programToken('everything')
  expect((await counts(everything)).failures).toContainEqual({ ...failure, count: 3 })
  expect((await counts(everything, '?organization=southside')).failures).toEqual([{ ...failure, count: 2 }])
})

test('a range that is none, or too long, is refused', async () => {
  const token = await open.programToken('everything')
  for (const search of ['?from=2026-02-02&to=2026-02-01', '?from=2020-01-01&to=2026-01-01', '?unit=week', '?from=soon'])
    expect(await counts(token, search)).toMatchObject({ type: 'urn:vestibule:problem:invalid-request' })
  expect(await counts(token, '?unit=hour&from=2026-01-01&to=2026-02-01')).toMatchObject({ status: 400 })
})
