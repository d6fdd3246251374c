/** Rounds of simultaneous redemptions by people in browsers, over all instances of a world; the bench runs them too. */
import { openRecord, sealRecord } from '../../src/flow-engine/record.ts'
import { registerFlow } from '../../src/flows/register/index.ts'
import { issueAccessCode } from '../../src/operations/access-codes.ts'
import { newId, now } from '../../src/platform/index.ts'
import { createFlow, findFlow } from '../../src/store/flows.ts'
import type { Agent } from '../driver/agent.ts'
import { notes } from '../driver/canaries.ts'
import { birthFields, importPatient, seedAccount } from '../driver/people.ts'
import { registering } from '../driver/registrant.ts'
import type { World } from '../driver/world.ts'
import type { Round } from '../oidc/exactly-once.ts'

const password = 'sixteen brook kelp'
const birthDate = '1946-06-30'
let count = 0

interface Walker {
  readonly agent: Agent
  readonly action: string
  readonly fields: Record<string, string>
}

/**
 * Many browsers hold one access code, and each has come to the last page of its activation. Then all press the button.
 * @returns a success is an account that was made
 */
export async function raceAccessCode(world: World, times = 50): Promise<Round> {
  count += 1
  const round = count
  // nothing is on file and staff checked identity, so that no round waits for budgets of sending
  const patientId = await importPatient(world.app.house, { given: 'Theophania', family: 'Winterbourne', birthDate })
  const code = await handOver(world, patientId)
  const walkers: Walker[] = []
  // a few at a time: trying one code is itself a race that its budget of tries refuses
  while (walkers.length < times) {
    // the same for the budgets of redeeming: what is shown here lies behind them
    await world.database.pool.query('delete from limits')
    const some = Array.from({ length: Math.min(4, times - walkers.length) }, (_, index) =>
      walkToTheEnd(world, code, `theophania-${round}-${walkers.length + index}`),
    )
    walkers.push(...(await Promise.all(some)))
  }
  const answers = await Promise.all(walkers.map(({ agent, action, fields }) => agent.post(action, fields)))
  const successes = await linksOf(world, patientId)
  const refused = answers.filter(({ status }) => status !== 303)
  if (answers.length - refused.length !== successes) throw new Error('an answer and the database disagree')
  return { successes, refusals: [...new Set(refused.map(({ status }) => String(status)))].sort() }
}

async function handOver(world: World, patientId: string): Promise<string> {
  const issued = await issueAccessCode(world.app.house, {
    organization: 'northside',
    patientId,
    channel: 'in_person',
    identityChecked: true,
    issuedBy: 'test',
    reason: 'asked at the desk',
  })
  if (issued.kind !== 'issued' || !issued.letter) throw new Error(`not issued: ${JSON.stringify(issued)}`)
  notes('access code', issued.letter.code)
  return issued.letter.code
}

async function walkToTheEnd(world: World, code: string, username: string): Promise<Walker> {
  const agent = world.browser()
  await agent.open(`${world.issuer}/activate?organization=northside`)
  await agent.submit({ access_code: code, ...birthFields(birthDate) })
  await agent.submit()
  await agent.submit({ terms: 'on' })
  await agent.submit({}, 'no-email')
  await agent.submit({ username, new_password: password })
  const { action, fields } = agent.formFor('no-phone')
  if (!action.endsWith('/security-option')) throw new Error(`${username} came to ${action} only`)
  return { agent, action: new URL(action, agent.current?.url).href, fields: { ...fields, action: 'no-phone' } }
}

const linksOf = async (world: World, patientId: string): Promise<number> =>
  (await world.database.db.selectFrom('account_links').select('id').where('patient_id', '=', patientId).execute())
    .length

/**
 * One person is asked for one code, and it arrives many times at once.
 * @returns a success is a submit that went on from there
 */
export async function raceOneTimeCode(world: World, times = 50): Promise<Round> {
  count += 1
  const username = `theodosia.summerfield-${count}`
  const phone = `+1312555${String(1000 + (count % 9000)).padStart(4, '0')}`
  await world.database.pool.query('delete from limits')
  const accountId = await seedAccount(world.app.house, { username, password, phone, factors: ['text-code'] })
  const agent = world.browser()
  await agent.open((await (await world.portal()).begins()).url.href)
  await agent.submit({ username, password })
  const { action, fields } = agent.formFor()
  const [url, code] = [new URL(action, agent.current?.url).href, await world.inbox.latestCode(phone)]
  const answers = await Promise.all(Array.from({ length: times }, () => agent.post(url, { ...fields, code })))
  const went = await world.database.db
    .selectFrom('audit_events')
    .select('id')
    .where('account_id', '=', accountId)
    .where('type', '=', 'flow.sign-in.confirm.advance')
    .execute()
  const codes = answers.filter(answer => new URL(answer.url).searchParams.has('code')).length
  // what came second may be shown the way on, but signs nobody in once more
  if (codes > 1) throw new Error(`${codes} authorization codes came of one sign-in`)
  return {
    successes: went.length,
    refusals: [...new Set(answers.filter(({ status }) => status >= 400).map(({ status }) => String(status)))].sort(),
  }
}

/**
 * Many browsers say they are one person on record, each at the last page of its registration; then all press the button.
 * One walked there; the others stand where it does, with a flow, a cookie and a username of their own.
 * @returns a success is an account that was tied to the record
 */
export async function raceRecord(world: World, times = 100): Promise<Round & { readonly headings: readonly string[] }> {
  count += 1
  const { house } = world.app
  // somebody else every round: a namesake born on the same day would be a rival
  const person = {
    given: 'Leopoldine',
    family: 'Hathersage',
    birthDate: new Date(Date.UTC(1950, 0, 1 + count)).toISOString().slice(0, 10),
    phone: `+1312555${String(1000 + (count % 9000)).padStart(4, '0')}`,
  }
  await world.database.pool.query('delete from limits')
  const patientId = await importPatient(house, person)
  const first = world.browser()
  const journey = registering(world, first, { ...person, username: `leopoldine-${count}-0` })
  await journey.begin()
  await journey.until('security-option')
  const [, id = ''] = /\/flow\/([0-9a-f-]{36})\//.exec(first.current?.url ?? '') ?? []
  const row = await findFlow(house.db, id)
  const record = row && openRecord(house, registerFlow, row)
  const credentials = record?.facts.credentials as { username: string } | undefined
  if (!record || !credentials) throw new Error('nobody came to the last page')
  const agents = [first]
  while (agents.length < times) {
    const agent = world.browser()
    await agent.open(`${world.issuer}/register?organization=northside`)
    const cookies = await agent.jar.getCookies(world.issuer)
    const browserHash = house.sealer.index('flow.browser', cookies.find(({ key }) => /browser/.test(key))?.value ?? '')
    const username = `leopoldine-${count}-${agents.length}`
    const facts = { ...record.facts, credentials: { ...credentials, username } }
    const copy = { ...record, id: newId(), browserHash, facts }
    await house.db.transaction().execute(tx => createFlow(tx, sealRecord(house, copy, now())))
    await agent.open(`${world.issuer}/flow/${copy.id}/security-option`)
    agents.push(agent)
  }
  const forms = agents.map(agent => ({ agent, form: agent.formFor(), url: agent.current?.url ?? '' }))
  const answers = await Promise.all(
    forms.map(({ agent, form: { action, fields }, url }) =>
      agent.post(new URL(action, url).href, { ...fields, factor: 'text-code' }),
    ),
  )
  const successes = await linksOf(world, patientId)
  const refused = answers.filter(({ status }) => status !== 303)
  if (answers.length - refused.length !== successes) throw new Error('an answer and the database disagree')
  return {
    successes,
    refusals: [...new Set(refused.map(({ status }) => String(status)))].sort(),
    headings: [...new Set(refused.map(({ page }) => page.heading))].sort(),
  }
}
