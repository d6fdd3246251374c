import type { Context, Middleware } from 'koa'
import type { z } from 'zod'
import type { Oidc } from '../../oidc/contract.ts'
import { recordAudit } from '../../operations/audit.ts'
import type { House } from '../../operations/house.ts'
import { HasherBusy } from '../../platform/hasher.ts'
import { addSeconds, days, newId, newReference, now } from '../../platform/index.ts'
import { claimIdempotencyKey, type KeptAnswer, keepIdempotentAnswer } from '../../store/idempotent-answers.ts'
import { isDatabaseAway } from '../../store/index.ts'
import { findOrganizations } from '../../store/organizations.ts'
import { openUpload, parseJson, readJsonText } from './bodies.ts'
import { assertMay, findCaller, organizationOf } from './caller.ts'
import type { Answer, Call, Caller, Route, StreamAnswer } from './contract.ts'
import { createCursors } from './cursors.ts'
import { Problem, problemBody } from './problems.ts'
import { findRoute, prefix } from './routing.ts'

export interface ApiParts {
  readonly house: House
  readonly oidc: Oidc
}

/** Requests of one caller in a minute; a busy desk makes a few. */
const callerLimit = { points: 600, seconds: 60 }
const keptFor = days(1)

/** Answers everything under the prefix; what is not there is a problem too, never a page. */
export function createServer(
  parts: ApiParts,
  routes: readonly Route[],
  open: ReadonlyMap<string, Middleware>,
): Middleware {
  return async (ctx, next) => {
    if (ctx.path !== prefix && !ctx.path.startsWith(`${prefix}/`)) return next()
    ctx.state.route = prefix
    try {
      const document = open.get(ctx.path)
      if (document && (ctx.method === 'GET' || ctx.method === 'HEAD')) return await document(ctx, next)
      await serve(parts, routes, ctx)
    } catch (error) {
      answerProblem(parts.house, ctx, error)
    }
  }
}

async function serve(parts: ApiParts, routes: readonly Route[], ctx: Context): Promise<void> {
  const { house } = parts
  const caller = await findCaller(parts, ctx.get('authorization'))
  const charge = await house.limits.charge('operator-api', caller.actor, callerLimit)
  if (!charge.allowed) throw new Problem('too-many-requests', { headers: { 'retry-after': String(charge.retryAfter) } })
  const found = findRoute(routes, ctx.method, ctx.path)
  ctx.state.route = `${prefix}${found.route.path}`
  const { route } = found
  const at = now()
  assertMay(caller, route, at)
  const params = checked(route.params, found.params, 'path')
  const query = checked(route.query, { ...ctx.query }, 'query')
  const text = route.body ? await readJsonText(ctx) : ''
  const body = route.body ? checked(route.body, parseJson(text), 'body') : undefined
  const known = (await findOrganizations(house.db)).map(({ id }) => id)
  const named = { ...(query as object), ...(body as object | undefined) } as { readonly organization?: unknown }
  const organization = route.organization === 'one' ? organizationOf(caller, named.organization, known) : ''
  const upload = route.upload ? openUpload(ctx, route.upload) : undefined
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
    version: route.isGuarded ? versionOf(ctx) : 0,
    act: (reason: string) => ({ actor: caller.actor, operator: caller.words, organization, reason }),
  } as unknown as Call<never, never, never>
  const key = ctx.get('idempotency-key')
  const isWrite = route.verb === 'write'
  if (!isWrite || !key) return send(ctx, await run(parts, ctx, route, call))
  await once(parts, ctx, { key, text, caller }, () => run(parts, ctx, route, call))
}

/** Runs a route and looks at what it answers. A write is audited by who did it, whatever its operation recorded. */
async function run(
  parts: ApiParts,
  ctx: Context,
  route: Route,
  call: Call<never, never, never>,
): Promise<KeptAnswer | StreamAnswer> {
  try {
    const answer = await route.handle(call)
    await audit(parts, ctx, route, call, 'success')
    return 'stream' in answer ? answer : { ...kept(route, answer) }
  } catch (error) {
    if (error instanceof Problem && error.status < 500) await audit(parts, ctx, route, call, 'refused', error.kind)
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

/** The same key again gets the same answer; a fault frees it. */
async function once(
  { house }: ApiParts,
  ctx: Context,
  { key, text, caller }: { readonly key: string; readonly text: string; readonly caller: Caller },
  work: () => Promise<KeptAnswer | StreamAnswer>,
): Promise<void> {
  if (!/^[\x21-\x7e]{1,255}$/.test(key))
    throw new Problem('invalid-request', {
      errors: [{ path: 'header.idempotency-key', message: 'has 1 to 255 visible characters' }],
    })
  const at = now()
  const asked = {
    key: `${caller.actor}\n${key}`,
    request: [ctx.method, ctx.path, ctx.querystring, ctx.get('if-match'), ctx.get('content-length'), text].join('\n'),
  }
  const claim = await claimIdempotencyKey(house.db, house.sealer, asked, { at, expiresAt: addSeconds(at, keptFor) })
  if (claim.kind === 'other') throw new Problem('idempotency-key-reused')
  if (claim.kind === 'at-work') throw new Problem('idempotency-at-work', { headers: { 'retry-after': '1' } })
  if (claim.kind === 'repeat') {
    ctx.set('idempotent-replayed', 'true')
    return send(ctx, claim.answer)
  }
  let answer: KeptAnswer | StreamAnswer
  try {
    answer = await work()
  } catch (error) {
    // a refusal has changed nothing: the same may be tried again when what was missing is there
    await keepIdempotentAnswer(house.db, house.sealer, asked, undefined)
    throw error
  }
  await keepIdempotentAnswer(house.db, house.sealer, asked, 'stream' in answer ? undefined : answer)
  send(ctx, answer)
}

function send(ctx: Context, answer: KeptAnswer | StreamAnswer): void {
  if ('stream' in answer) {
    ctx.type = answer.type
    ctx.set('content-disposition', `attachment; filename="${answer.filename}"`)
    ctx.body = answer.stream
    return
  }
  ctx.status = answer.status
  if (answer.etag) ctx.set('etag', answer.etag)
  if (answer.body === undefined) ctx.body = null
  else {
    ctx.type = 'application/json'
    ctx.body = JSON.stringify(answer.body)
  }
  ctx.status = answer.status
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
function versionOf(ctx: Context): number {
  const sent = ctx.get('if-match')
  if (!sent) throw new Problem('precondition-required')
  const version = /^"(\d{1,9})"$/.exec(sent)?.[1]
  if (!version) throw new Problem('precondition-failed')
  return Number(version)
}

async function audit(
  { house }: ApiParts,
  ctx: Context,
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
      ip: ctx.ip,
      ...(reason ? { reason } : {}),
      ...(problem ? { problem } : {}),
    },
  })
}

function answerProblem(house: House, ctx: Context, error: unknown): void {
  const problem = problemOf(error)
  const reference = newReference(house.random)
  ctx.state.reference = reference
  if (problem.status >= 500)
    house.log.fault('operator-api.fault', error, { route: ctx.state.route ?? prefix, reference })
  ctx.status = problem.status
  for (const [name, value] of Object.entries(problem.details.headers ?? {})) ctx.set(name, value)
  // what was not read of a body that is not wanted is not waited for
  if (problem.status === 413 || problem.status === 415) ctx.set('connection', 'close')
  ctx.body = JSON.stringify(problemBody(problem, reference))
  ctx.type = 'application/problem+json'
}

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error
  const isAway = isDatabaseAway(error)
  if (isAway || error instanceof HasherBusy)
    return new Problem('unavailable', { headers: { 'retry-after': isAway ? '5' : '2' } })
  return new Problem('fault')
}
