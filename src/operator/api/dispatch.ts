/**
 * The heart of the operator API: caller → limit → scope, role and reach → schemas → organisation → Idempotency-Key →
 * handler → schema of the answer → audit. It knows no transport: requests of programs come over HTTP (`server.ts`), those
 * of the console in the process. Invariant: what the access table does not allow is refused before a handler runs.
 */
import type { z } from 'zod'
import type { Oidc } from '../../oidc/contract.ts'
import { recordAudit } from '../../operations/audit.ts'
import type { House } from '../../operations/house.ts'
import { HasherBusy } from '../../platform/hasher.ts'
import { newId, newReference, now } from '../../platform/index.ts'
import type { KeptAnswer } from '../../store/idempotent-answers.ts'
import { isDatabaseAway } from '../../store/index.ts'
import { findOrganizations } from '../../store/organizations.ts'
import { parseJson } from './bodies.ts'
import { assertMay, findCaller, organizationOf } from './caller.ts'
import type { Answer, Call, Caller, Route, StreamAnswer, Upload } from './contract.ts'
import { createCursors } from './cursors.ts'
import { answerOnce } from './idempotency.ts'
import { Problem } from './problems.ts'
import { findRoute, prefix } from './routing.ts'

export interface ApiParts {
  readonly house: House
  readonly oidc: Oidc
}

/** A request, whichever way it came. */
export interface ApiRequest {
  readonly method: string
  /** with the prefix */
  readonly path: string
  readonly query: Readonly<Record<string, unknown>>
  readonly querystring: string
  /** The headers that count; '' where one is missing. */
  readonly authorization: string
  readonly ifMatch: string
  readonly idempotencyKey: string
  readonly contentLength: string
  readonly ip: string
  /** JSON as text; asked for once the caller may. @throws Problem */
  readText(): Promise<string>
  /** @throws Problem */
  openUpload(wanted: NonNullable<Route['upload']>): Upload
}
export type Dispatched = {
  /** as logs and metrics write patterns */
  readonly route: string
} & (
  | { readonly kind: 'answer'; readonly answer: KeptAnswer; readonly isRepeat: boolean }
  | { readonly kind: 'stream'; readonly answer: StreamAnswer }
  /** with the code that the log has too */
  | { readonly kind: 'problem'; readonly problem: Problem; readonly reference: string }
)
export interface Dispatcher {
  /** Always answers: whatever is thrown inside is a problem. */
  dispatch(request: ApiRequest): Promise<Dispatched>
  /** Who an access token stands for. @throws Problem */
  callerOf(authorization: string): Promise<Caller>
}

/** Requests of one caller in a minute; a busy desk makes a few. */
const callerLimit = { points: 600, seconds: 60 }

export function createDispatcher(parts: ApiParts, routes: readonly Route[]): Dispatcher {
  return {
    async dispatch(request) {
      const place = { route: prefix }
      try {
        return { ...(await serve(parts, routes, request, place)), ...place }
      } catch (error) {
        return { kind: 'problem', ...toldProblem(parts.house, error, place.route), ...place }
      }
    },
    callerOf: authorization => findCaller(parts, authorization),
  }
}

type Served =
  | { readonly kind: 'answer'; readonly answer: KeptAnswer; readonly isRepeat: boolean }
  | { readonly kind: 'stream'; readonly answer: StreamAnswer }

async function serve(
  parts: ApiParts,
  routes: readonly Route[],
  request: ApiRequest,
  place: { route: string },
): Promise<Served> {
  const { house } = parts
  const caller = await findCaller(parts, request.authorization)
  const charge = await house.limits.charge('operator-api', caller.actor, callerLimit)
  if (!charge.allowed) throw new Problem('too-many-requests', { headers: { 'retry-after': String(charge.retryAfter) } })
  const { route, params: given } = findRoute(routes, request.method, request.path)
  place.route = `${prefix}${route.path.replace(/\{(\w+)\}/g, ':$1')}`
  const at = now()
  assertMay(caller, route, at)
  const params = checked(route.params, given, 'path')
  const query = checked(route.query, { ...request.query }, 'query')
  const text = route.body ? await request.readText() : ''
  const body = route.body ? checked(route.body, parseJson(text), 'body') : undefined
  const known = (await findOrganizations(house.db)).map(({ id }) => id)
  const named = { ...(query as object), ...(body as object | undefined) } as { readonly organization?: unknown }
  const organization = route.organization === 'one' ? organizationOf(caller, named.organization, known) : ''
  const upload = route.upload ? request.openUpload(route.upload) : undefined
  const call = {
    ...parts,
    caller,
    at,
    params,
    query,
    body,
    organization,
    ...(upload ? { upload } : {}),
    cursors: createCursors(house.sealer, `${route.id} ${caller.actor} ${organization}`),
    version: route.isGuarded ? versionOf(request.ifMatch) : 0,
    act: (reason: string) => ({ actor: caller.actor, operator: caller.words, organization, reason }),
  } as unknown as Call<never, never, never>
  const work = () => run(parts, request, route, call)
  if (route.verb === 'write' && request.idempotencyKey) return answerOnce(house, request, { text, caller }, work)
  return served(await work())
}

const served = (answer: KeptAnswer | StreamAnswer): Served =>
  'stream' in answer ? { kind: 'stream', answer } : { kind: 'answer', answer, isRepeat: false }

/** Runs a route and looks at what it answers. A write is audited by who did it, whatever its operation recorded. */
async function run(
  parts: ApiParts,
  request: ApiRequest,
  route: Route,
  call: Call<never, never, never>,
): Promise<KeptAnswer | StreamAnswer> {
  try {
    const answer = await route.handle(call)
    await audit(parts, request, route, call, 'success')
    return 'stream' in answer ? answer : { ...kept(route, answer) }
  } catch (error) {
    if (error instanceof Problem && error.status < 500) await audit(parts, request, route, call, 'refused', error.kind)
    throw error
  }
}

/** What is not as the document says is a fault of ours: better told than relied on. */
function kept(route: Route, { status = route.status, body, version }: Answer<unknown>): KeptAnswer {
  const plain: unknown = body === undefined ? undefined : JSON.parse(JSON.stringify(body))
  const told = route.answer.safeParse(plain)
  if (!told.success) {
    const [issue] = told.error.issues
    throw new Error(`the answer of ${route.id} is not as it is documented: ${issue?.path.join('.')} ${issue?.code}`)
  }
  return { status, ...(plain === undefined ? {} : { body: plain }), ...(version ? { etag: `"${version}"` } : {}) }
}

function checked(schema: z.ZodType, value: unknown, part: string): unknown {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new Problem('invalid-request', {
    // the message of a schema says what is wanted, never what was sent
    errors: parsed.error.issues.slice(0, 20).map(issue => ({
      path: [part, ...issue.path].join('.'),
      message: issue.code === 'unrecognized_keys' ? 'has members that are not known here' : issue.message,
    })),
  })
}

/** @throws Problem */
function versionOf(sent: string): number {
  if (!sent) throw new Problem('precondition-required')
  const version = /^"(\d{1,9})"$/.exec(sent)?.[1]
  if (!version) throw new Problem('precondition-failed')
  return Number(version)
}

async function audit(
  { house }: ApiParts,
  { ip }: ApiRequest,
  route: Route,
  { caller, organization, body }: Call<never, never, never>,
  outcome: 'success' | 'refused',
  problem?: string,
): Promise<void> {
  if (route.verb !== 'write') return
  const { reason } = (body ?? {}) as { readonly reason?: string }
  await recordAudit(house.db, house, {
    type: `operator-api.${route.id}`,
    outcome,
    actor: caller.actor,
    clientId: caller.clientId,
    ...(organization ? { organizationId: organization } : {}),
    correlationId: newId(),
    details: {
      operator: caller.words,
      ip,
      ...(reason ? { reason } : {}),
      ...(problem ? { problem } : {}),
    },
  })
}

/** What went wrong as a problem, with a code of its own; a fault is logged under it. */
export function toldProblem(house: Pick<House, 'log' | 'random'>, error: unknown, route: string) {
  const problem = problemOf(error)
  const reference = newReference(house.random)
  if (problem.status >= 500) house.log.fault('operator-api.fault', error, { route, reference })
  return { problem, reference }
}

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error
  const isAway = isDatabaseAway(error)
  if (isAway || error instanceof HasherBusy)
    return new Problem('unavailable', { headers: { 'retry-after': isAway ? '5' : '2' } })
  return new Problem('fault')
}
