import { Kysely } from 'kysely'
import { contactPurpose, purposes } from '../../src/core/purposes.ts'
import { createDelivery, deliveryTexts } from '../../src/delivery/index.ts'
import { texts as factorTexts } from '../../src/factors/texts.ts'
import type { Ask, FlowReply, Visitor } from '../../src/flow-engine/index.ts'
import { commonLimits, createFlowEngine, validateFlows } from '../../src/flow-engine/index.ts'
import { activateFlow, activateLimits, activateTexts } from '../../src/flows/activate/index.ts'
import type { House } from '../../src/operations/house.ts'
import { createHasher } from '../../src/platform/hasher.ts'
import { createLogger, createMetrics, createTranslators, newId } from '../../src/platform/index.ts'
import { settingsSchema } from '../../src/settings/index.ts'
import { texts as stepTexts } from '../../src/steps/texts.ts'
import type { Tables } from '../../src/store/index.ts'
import { createLimits } from '../../src/store/limits.ts'
import { findSenderOrganization } from '../../src/store/organizations.ts'
import { PipelinedDialect } from '../../src/store/pipeline.ts'
import { viewTexts } from '../../views/index.ts'
import { openTestDatabase } from '../driver/database.ts'
import { seededRandom } from '../driver/random.ts'
import { type CodeSeed, type PatientSeed, seedAccessCode, seedOrganization, seedPatient } from './activate-seed.ts'

export const password = 'quiet otter paints barns'
const key = Buffer.alloc(32, 7).toString('base64')
const flowLimits = { ...commonLimits, ...activateLimits }

/** A house on a database of its own, with the real engine, delivery and limits; hashing is made cheap. */
export async function openWorld(seed: string) {
  const database = await openTestDatabase(20)
  const statements: string[] = []
  const db = new Kysely<Tables>({
    dialect: new PipelinedDialect(database.pool),
    log: event => {
      statements.push(event.query.sql)
    },
  })
  const { sealer } = database
  const settings = settingsSchema.parse({
    issuer: 'https://id.example.org',
    environment: 'test',
    database: { url: database.url },
    keys: { wrapping: [{ id: 'one', secret: key }], pepper: key, cookies: [key] },
    passwords: { memory_kib: 64, iterations: 1 },
    delivery: { countries: ['US', 'CA', 'ES'] },
  })
  const translators = createTranslators([viewTexts, deliveryTexts, factorTexts, stepTexts, activateTexts])
  validateFlows([activateFlow], flowLimits, translators.has)
  const house: House = {
    settings,
    db,
    sealer,
    random: seededRandom(seed),
    hasher: await createHasher({
      pepper: Buffer.from(key, 'base64'),
      memoryKiB: 64,
      iterations: 1,
      concurrency: 2,
      queueLength: 500,
    }),
    delivery: createDelivery({ sealer, settings, translators, organizations: findSenderOrganization }),
    limits: createLimits(database.pool, sealer),
    log: createLogger({ level: 'silent' }),
    metrics: createMetrics({ processMetrics: false }),
  }
  await seedOrganization(db, 'northside')
  await seedOrganization(db, 'southside')
  const engine = createFlowEngine({ house, flows: [activateFlow], limits: flowLimits })

  /** What was sent to a number or address, newest first, as it is sealed in the outbox. */
  async function messagesTo(to: string): Promise<{ template: string; channel: string; text: string }[]> {
    const kind = to.includes('@') ? 'email' : 'phone'
    const rows = await db
      .selectFrom('messages')
      .selectAll()
      .where('target_index', '=', sealer.index(contactPurpose(kind), to))
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .execute()
    return rows.map(row => ({
      template: row.template,
      channel: row.channel,
      text: JSON.stringify(sealer.openJson('message.envelope', row.envelope_sealed as Buffer)),
    }))
  }
  return {
    house,
    db,
    sealer,
    engine,
    statements,
    translators,
    messagesTo,
    async latestCode(to: string): Promise<string> {
      const [message] = await messagesTo(to)
      return /\b\d{6}\b/.exec(message?.text ?? '')?.[0] ?? 'no code'
    },
    patient: (one: PatientSeed) => seedPatient(db, sealer, one),
    accessCode: (one: CodeSeed) => seedAccessCode(db, sealer, one),
    codeRow: (code: string) =>
      db
        .selectFrom('access_codes')
        .selectAll()
        .where('code_index', '=', sealer.index(purposes.accessCode, code))
        .executeTakeFirstOrThrow(),
    close: async () => {
      await database.close()
    },
  }
}
export type World = Awaited<ReturnType<typeof openWorld>>

/** One browser on its way through the flow; every submit goes where the form of the last reply would. */
export function journeyIn(world: World, ask: Partial<Ask> = {}, visitor: Partial<Visitor> = {}) {
  const browser = newId()
  let id: string | undefined
  const request = () => ({
    address: id
      ? ({ by: 'id', id } as const)
      : ({ by: 'name', flow: 'activate', ask: { organization: 'northside', ...ask } } as const),
    browser,
    visitor: { ip: `10.${browser.slice(-6)}`, userAgent: 'test', language: 'en' as const, ...visitor },
  })
  const keep = (reply: FlowReply): FlowReply => {
    if ('record' in reply && reply.record.version > 0) id = reply.record.id
    return reply
  }
  return {
    get id() {
      return id
    },
    submit: async (step: string, body: Record<string, string> = {}) =>
      keep(await world.engine.submit(request(), step, body, undefined)),
    open: async (step: string) => keep(await world.engine.open(request(), step)),
    dispatch: async () => keep(await world.engine.dispatch(request())),
  }
}
export type Journey = ReturnType<typeof journeyIn>

/** Where a reply leads, in one word for tests: a step, a problem, or an ending. */
export const placeOf = (reply: FlowReply): string => {
  switch (reply.kind) {
    case 'go':
      return reply.step
    case 'page':
      return reply.problem ? `problem: ${reply.problem.code}` : `page: ${reply.step}`
    case 'completed':
      return reply.completion.kind
    case 'denied':
      return `denied: ${reply.problem}`
    default:
      return reply.kind
  }
}

export const birth = (iso: string): Record<string, string> => ({
  birth_year: iso.slice(0, 4),
  birth_month: String(Number(iso.slice(5, 7))),
  birth_day: String(Number(iso.slice(8))),
})

/** Walks to the last step: everything is proven, and the next submit of `security-option` completes. */
export async function walkToOption(
  world: World,
  journey: Journey,
  given: { code: string; birthDate: string; phone: string; username: string },
): Promise<void> {
  await journey.submit('enter-access-code', { access_code: given.code, ...birth(given.birthDate) })
  await journey.submit('prove-contact', { code: await world.latestCode(given.phone) })
  await journey.submit('confirm-person')
  await journey.submit('accept-terms', { terms: 'on' })
  await journey.submit('enter-email', { action: 'no-email' })
  const reply = await journey.submit('choose-credentials', { username: given.username, new_password: password })
  if (placeOf(reply) !== 'security-option') throw new Error(`stopped at ${placeOf(reply)}`)
}
