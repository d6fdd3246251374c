/**
 * How long the one look-up of a registration takes, for people of whom the registry knows nothing, one record with other
 * details, or two, for whom a limit was reached, and who are certain, with and without an account. Each journey begins at
 * that page: what was typed and proven before is put there, since it is the same for all.
 */
import { Readable } from 'node:stream'
import { sourceKey } from '../../src/core/names.ts'
import type { FlowRecord } from '../../src/flow-engine/record.ts'
import { sealRecord } from '../../src/flow-engine/record.ts'
import { registerFlow } from '../../src/flows/register/index.ts'
import { importPatients } from '../../src/operations/patients.ts'
import { addSeconds, newId, now } from '../../src/platform/index.ts'
import { createFlow } from '../../src/store/flows.ts'
import { findPatientBySource } from '../../src/store/patients.ts'
import { Agent } from '../driver/agent.ts'
import { linkToSelf } from '../driver/links.ts'
import { seedAccount } from '../driver/people.ts'
import type { Installation } from './installation.ts'

/** Where each leads: a certain match shows on the page, after the second factor; no time may. */
const ends = {
  'no record': '/new-here',
  'other details': '/new-here',
  'several records': '/new-here',
  limited: '/new-here',
  certain: '/accept-terms',
  'certain, with an account': '/check-email',
} as const
type Kind = keyof typeof ends
const kinds = Object.keys(ends) as readonly Kind[]
interface Typed {
  readonly kind: Kind
  readonly family: string
  readonly birth: string
  readonly phone: string
}
const warmUp = 5

/** Somebody else every time, born on another day: budgets of one name or phone, and rivals, are not what is timed. */
const typedAs = (kind: Kind, turn: number): Typed => {
  const number = kinds.indexOf(kind) * 1000 + turn + warmUp
  const letters = [...String(number)].map(digit => 'abcdefghij'[Number(digit)]).join('')
  const birth = new Date(Date.UTC(1950, 0, 1 + number)).toISOString().slice(0, 10)
  return { kind, family: `Bench${letters}`, birth, phone: `+1312555${String(1000 + number).slice(-4)}` }
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
  const resource = (given: string, { family, birth }: Typed, phone: string, id: string = newId()) => ({
    resourceType: 'Patient',
    id,
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
    ...(['limited', 'certain', 'certain, with an account'] as const).map(kind => {
      const typed = typedAs(kind, turn)
      return resource('Wilma', typed, typed.phone, typed.family)
    }),
  ])
  const input = Readable.from(lines.map(line => `${JSON.stringify(line)}\n`))
  const result = await importPatients(house, { organization: 'northside', input, format: 'ndjson', actor: 'bench' })
  if (result.kind !== 'imported') throw new Error('the records of the benchmark were not taken')
  const { contact_identities: points, contact_days } = house.settings.matching
  const rule = { points, seconds: contact_days * 86_400, cost: points + 1, silent: true }
  for (const turn of turns)
    await house.limits.charge('match-contact', `northside|${typedAs('limited', turn).phone}`, rule)
  for (const turn of turns) {
    const { family } = typedAs('certain, with an account', turn)
    const patient = await findPatientBySource(house.db, house.sealer, sourceKey('northside', family))
    if (!patient) throw new Error('a record of the benchmark is not there')
    const owner = await seedAccount(house, { username: `owner.${family}`, email: `${family}@example.org` })
    await linkToSelf(house, owner, patient.id)
  }
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
  if (!answer.url.endsWith(ends[typed.kind])) throw new Error(`${typed.kind} led to ${answer.url}: ${answer.page.text}`)
  return taken
}
