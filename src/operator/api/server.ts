import type { Context, Middleware } from 'koa'
import type { House } from '../../operations/house.ts'
import type { KeptAnswer } from '../../store/idempotent-answers.ts'
import { openUpload, readJsonText } from './bodies.ts'
import type { StreamAnswer } from './contract.ts'
import { type ApiRequest, type Dispatcher, toldProblem } from './dispatch.ts'
import { type Problem, problemBody } from './problems.ts'
import { prefix } from './routing.ts'

/** Answers everything under the prefix over HTTP; what is not there is a problem too, never a page. */
export function createServer(house: House, dispatcher: Dispatcher, open: ReadonlyMap<string, Middleware>): Middleware {
  return async (ctx, next) => {
    if (ctx.path !== prefix && !ctx.path.startsWith(`${prefix}/`)) return next()
    ctx.state.route = prefix
    try {
      const document = open.get(ctx.path)
      if (document && (ctx.method === 'GET' || ctx.method === 'HEAD')) return await document(ctx, next)
    } catch (error) {
      const { problem, reference } = toldProblem(house, error, prefix)
      return sendProblem(ctx, problem, reference)
    }
    const done = await dispatcher.dispatch(requestOf(ctx))
    ctx.state.route = done.route
    if (done.kind === 'problem') return sendProblem(ctx, done.problem, done.reference)
    if (done.kind === 'stream') return sendStream(ctx, done.answer)
    if (done.isRepeat) ctx.set('idempotent-replayed', 'true')
    send(ctx, done.answer)
  }
}

const requestOf = (ctx: Context): ApiRequest => ({
  method: ctx.method,
  path: ctx.path,
  query: ctx.query,
  querystring: ctx.querystring,
  authorization: ctx.get('authorization'),
  ifMatch: ctx.get('if-match'),
  idempotencyKey: ctx.get('idempotency-key'),
  contentLength: ctx.get('content-length'),
  ip: ctx.ip,
  readText: () => readJsonText(ctx),
  openUpload: wanted => openUpload(ctx, wanted),
})

function sendStream(ctx: Context, answer: StreamAnswer): void {
  ctx.type = answer.type
  ctx.set('content-disposition', `attachment; filename="${answer.filename}"`)
  ctx.body = answer.stream
}

function send(ctx: Context, answer: KeptAnswer): void {
  ctx.status = answer.status
  if (answer.etag) ctx.set('etag', answer.etag)
  if (answer.body === undefined) ctx.body = null
  else {
    ctx.type = 'application/json'
    ctx.body = JSON.stringify(answer.body)
  }
  ctx.status = answer.status
}

function sendProblem(ctx: Context, problem: Problem, reference: string): void {
  ctx.state.reference = reference
  ctx.status = problem.status
  for (const [name, value] of Object.entries(problem.details.headers ?? {})) ctx.set(name, value)
  // what was not read of a body that is not wanted is not waited for
  if (problem.status === 413 || problem.status === 415) ctx.set('connection', 'close')
  ctx.body = JSON.stringify(problemBody(problem, reference))
  ctx.type = 'application/problem+json'
}
