/**
 * How long the one look-up of a registration takes, for people of whom the registry knows nothing, one record with other
 * details, or two, and for whom a limit was reached. Each journey begins at that page: what was typed and proven before
 * is put there, since it is the same for all.
 */
import { Readable } from 'node:stream'
import type { FlowRecord } from '../../src/flow-engine/record.ts'
import { sealRecord } from '../../src/flow-engine/record.ts'
import { registerFlow } from '../../src/flows/register/index.ts'
import { importPatients } from '../../src/operations/patients.ts'
import { addSeconds, newId, now } from '../../src/platform/index.ts'
import { createFlow } from '../../src/store/flows.ts'
import { Agent } from '../driver/agent.ts'
import type { Installation } from './installation.ts'

const kinds = ['no record', 'other details', 'several records', 'limited'] as const
type Kind = (typeof kinds)[number]
interface Typed {
  readonly kind: Kind
  readonly family: string
  readonly birth: string
  readonly phone: string
}
const warmUp = 5

/** Somebody else every time: budgets of one name or phone are not what is timed. */
const typedAs = (kind: Kind, turn: number): Typed => {
  const number = kinds.indexOf(kind) * 1000 + turn + warmUp
  const letters = [...String(number)].map(digit => 'abcdefghij'[Number(digit)]).join('')
  return { kind, family: `Bench${letters}`, birth: '1970-02-03', phone: `+1312555${String(1000 + number).slice(-4)}` }
}

export async function registrationTimes(installation: Installation, tries: number): Promise<Map<string, number[]>> {
  const turns = Array.from({ length: tries + warmUp }, (_, index) => index - warmUp)
  await seedRecords(installation, turns)
  const agent = new Agent()
  await agent.open(`${installation.issuer}/register?organization=northside`)
  const times = new Map<string, number[]>(kinds.map(kind => [kind, []]))
  for (const turn of turns)
    for (const kind of kinds.toSorted(() => Math.random() - 0.5)) {
      const taken = await lookUpOnce(installation, agent, typedAs(kind, turn))
      if (turn >= 0) times.get(kind)?.push(taken)
    }
  return new Map([...times].map(([kind, values]) => [`registration, ${kind}`, values]))
}

async function seedRecords({ house }: Installation, turns: readonly number[]): Promise<void> {
  const resource = (given: string, { family, birth }: Typed, phone: string) => ({
    resourceType: 'Patient',
    id: newId(),
    active: true,
    name: [{ use: 'official', family, given: [given] }],
    gender: 'female',
    birthDate: birth,
    telecom: [{ system: 'phone', value: phone, use: 'mobile' }],
  })
  const lines = turns.flatMap(turn => [
    resource('Other', typedAs('other details', turn), '+13125559999'),
    ...['Wilma', 'Wilhelmina'].map(given => {
      const typed = typedAs('several records', turn)
      return resource(given, typed, typed.phone)
    }),
    resource('Wilma', typedAs('limited', turn), typedAs('limited', turn).phone),
  ])
  const input = Readable.from(lines.map(line => `${JSON.stringify(line)}\n`))
  const result = await importPatients(house, { organization: 'northside', input, format: 'ndjson', actor: 'bench' })
  if (result.kind !== 'imported') throw new Error('the records of the benchmark were not taken')
  const { contact_identities: points, contact_days } = house.settings.matching
  const rule = { points, seconds: contact_days * 86_400, cost: points + 1, silent: true }
  for (const turn of turns)
    await house.limits.charge('match-contact', `northside|${typedAs('limited', turn).phone}`, rule)
}

/** Milliseconds from the POST to the end of the page that it leads to. */
async function lookUpOnce({ house, issuer }: Installation, agent: Agent, typed: Typed): Promise<number> {
  const at = now()
  const cookies = await agent.jar.getCookies(issuer)
  const browser = cookies.find(({ key }) => key.includes('vst_browser'))?.value ?? ''
  const proof = {
    factor: 'text-code',
    category: 'possession',
    amr: ['otp', 'sms'],
    at,
    subject: `typed:${typed.phone}`,
    offer: 'text-code:own',
    to: typed.phone,
  }
  const record: FlowRecord = {
    id: newId(),
    flow: registerFlow,
    browserHash: house.sealer.index('flow.browser', browser),
    ask: { organization: 'northside', organizationGiven: true },
    facts: {
      birth: typed.birth,
      registrant: 'patient',
      person: { given: 'Wilma', family: typed.family, sex: 'female' },
      email: { address: null, notices: false },
      phone: { number: typed.phone, factor: 'text-code' },
      phoneProof: proof,
    },
    version: 1,
    reference: 'BEN-CHM',
    accountId: null,
    createdAt: at,
    expiresAt: addSeconds(at, 1800),
  }
  await house.db.transaction().execute(tx => createFlow(tx, sealRecord(house, record, at)))
  await agent.open(`${issuer}/flow/${record.id}/review`)
  const { action, fields } = agent.formFor()
  const started = performance.now()
  const answer = await agent.post(action, fields)
  const taken = performance.now() - started
  if (!answer.url.endsWith('/new-here')) throw new Error(`${typed.kind} led to ${answer.url}: ${answer.page.text}`)
  return taken
}
