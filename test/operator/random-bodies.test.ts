/**
 * Random bodies that the document allows: nothing ends in a fault, every answer is as documented, and no write is without
 * its audit event.
 */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Route } from '../../src/operator/api/contract.ts'
import { routes } from '../../src/operator/api/index.ts'
import { castOf } from './cast.ts'
import { answersBy, type Document } from './openapi.ts'
import { type OperatorWorld, openOperatorWorld } from './world.ts'

let open: OperatorWorld
let token: string
let document: Document
let wrongWith: ReturnType<typeof answersBy>
/** Ids that are somebody's, so that not everything ends at "unknown". */
const known: string[] = []
beforeAll(async () => {
  open = await openOperatorWorld()
  token = await open.signIn(open.owner)
  document = (await open.call({ path: '/admin/v1/openapi.json' })).json
  wrongWith = answersBy(document)
  const cast = castOf(open)
  const { accountId, patientId, contactId } = await cast.account('random.person')
  const patient = await cast.patient()
  known.push(accountId, patientId, contactId, patient, await cast.invitation(patient), await cast.operator())
  known.push(await cast.application(), await cast.prospect())
}, 60_000)
beforeEach(() => open.world.database.pool.query('truncate limits'))
afterAll(() => open.close())

/** Values that a schema of the document allows (JSON Schema 2020-12, as far as zod writes it). */
function valuesOf(schema: Document, name = ''): fc.Arbitrary<unknown> {
  if (schema.$ref) return valuesOf(document.components.schemas[String(schema.$ref).split('/').at(-1) as string], name)
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const several = schema.anyOf ?? schema.oneOf
  if (several) return fc.oneof(...several.map((each: Document) => valuesOf(each, name)))
  switch (schema.type) {
    case 'object':
      return objectsOf(schema)
    case 'array':
      return fc.array(valuesOf(schema.items, name), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 3, 3),
      })
    case 'integer':
    case 'number':
      return fc.integer({ min: schema.minimum ?? 0, max: Math.min(schema.maximum ?? 1000, 1000) })
    case 'boolean':
      return fc.boolean()
    case 'string':
      return textsOf(schema, name)
    default:
      return fc.constantFrom('anything', 1, true)
  }
}

function objectsOf(schema: Document): fc.Arbitrary<unknown> {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Document>)
  if (properties.length === 0)
    return fc.dictionary(fc.stringMatching(/^[a-z:]{1,8}$/), valuesOf(schema.additionalProperties || {}), {
      maxKeys: 2,
    })
  return fc.record(Object.fromEntries(properties.map(([name, each]) => [name, valuesOf(each, name)])), {
    requiredKeys: schema.required ?? [],
  })
}

/** What a schema cannot say of itself, often enough right that operations are reached. */
const sensibly: Readonly<Record<string, readonly [string, ...string[]]>> = {
  organization: ['northside', 'southside'],
  organizations: ['northside', 'southside', 'nowhere'],
  time_zone: ['America/New_York', 'Europe/Madrid', 'Mars/Olympus'],
  logo: ['/assets/eastside.svg', '//elsewhere.example/x.svg'],
  redirect_uris: ['https://portal.example/callback', 'com.example.app:/callback', 'javascript:alert(1)', '𝃋⦋'],
  post_logout_redirect_uris: ['https://portal.example/', 'nothing'],
  web_origins: ['https://portal.example', 'https://portal.example/path'],
  until: ['2099-12-31', '2099-02-30'],
  code: ['123456', '12 34 56', 'abc', ''],
  phone: ['+13125550143', '312 555 0144', 'call me', '+19005550100'],
  email: ['someone@clinic.example', 'no address'],
}

function textsOf(schema: Document, name: string): fc.Arbitrary<string> {
  const sensible = sensibly[name]
  if (sensible) return fc.constantFrom(...sensible)
  switch (schema.format) {
    case 'uuid':
      return fc.oneof(
        fc.uuid(),
        fc.nat().map(at => known[at % known.length] as string),
      )
    case 'date':
      return fc
        .date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
        .map(at => at.toISOString().slice(0, 10))
    case 'date-time':
      return fc
        .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
        .map(at => at.toISOString())
    case 'uri':
      return fc.webUrl({ withFragments: false })
    default:
  }
  if (schema.pattern && !schema.pattern.startsWith('^[^')) return fc.stringMatching(new RegExp(schema.pattern))
  const [minLength, maxLength] = [schema.minLength ?? 0, Math.min(schema.maxLength ?? 60, 60)]
  return fc.string({ unit: 'binary', minLength: Math.max(minLength, 3), maxLength })
}

const withBody = routes.filter(route => route.body !== undefined)
const runs = Number(process.env.VESTIBULE_RUNS ?? 12)

test.each(withBody.map(route => [route.id, route] as const))('%s', async (_id, route) => {
  const operation = document.paths[route.path][route.method.toLowerCase()]
  const bodies = valuesOf(operation.requestBody.content['application/json'].schema)
  const ids = fc.constantFrom(...(idsOf(route) as [string, ...string[]]))
  await fc.assert(
    fc.asyncProperty(bodies, ids, async (body, id) => {
      const before = await writes(route)
      const answer = await open.call({
        method: route.method,
        path: `/admin/v1${route.path.replace(/\{\w+\}/g, encodeURIComponent(id))}`,
        token,
        body,
        headers: route.isGuarded ? { 'if-match': '"1"' } : {},
      })
      expect({
        status: answer.status,
        fault: answer.status >= 500,
        text: answer.status >= 500 ? answer.text : '',
      }).toMatchObject({ fault: false })
      expect(wrongWith(route, answer)).toBeUndefined()
      // what never reached an operation wrote nothing
      const isRefusedBefore = [400, 401, 403, 429].includes(answer.status)
      if (route.verb === 'write' && !isRefusedBefore) expect(await writes(route)).toBe(before + 1)
    }),
    { numRuns: runs, seed: 20261128, endOnFailure: true },
  )
})

const idsOf = (route: Route): readonly string[] =>
  ['organizations', 'clients', 'insurers', 'policies'].includes(route.resource)
    ? ['northside', 'northside-portal', 'example-health', 'provider', 'caregiver']
    : [...known]

async function writes({ id }: Route): Promise<number> {
  const { rows } = await open.world.database.pool.query(
    'select count(*)::int as count from audit_events where type = $1',
    [`operator-api.${id}`],
  )
  return rows[0].count
}
