import type { StreamAnswer, Upload } from './contract.ts'
import type { ApiRequest, Dispatcher } from './dispatch.ts'
import { Problem } from './problems.ts'
import { type KnownRoute, routes } from './routes.ts'
import { prefix } from './routing.ts'

export type RouteId = KnownRoute['id']
type TypesOf<I extends RouteId> = NonNullable<Extract<KnownRoute, { readonly id: I }>['types']>
/** What need not be given, because there is nothing that must. */
type Needed<Name extends string, Given> = [Given] extends [undefined]
  ? { readonly [N in Name]?: undefined }
  : Record<string, never> extends Given
    ? { readonly [N in Name]?: Given }
    : { readonly [N in Name]: Given }

export type CallOptions<I extends RouteId> = Needed<'params', TypesOf<I>['params']> &
  Needed<'query', TypesOf<I>['query']> &
  Needed<'body', TypesOf<I>['body']> & {
    /** That was read, of a route that wants `If-Match`. */
    readonly version?: number
    readonly idempotencyKey?: string
    /** Of a route that takes a file. */
    readonly upload?: Upload
  }
export interface Called<I extends RouteId> {
  readonly status: number
  readonly body: TypesOf<I>['answer']
  readonly version?: number
}

/** The operator API as one caller has it in the process: what HTTP does for programs, with types. */
export interface InProcess {
  /** @throws Refused */
  call<I extends RouteId>(
    id: I,
    ...options: Record<string, never> extends CallOptions<I> ? [CallOptions<I>?] : [CallOptions<I>]
  ): Promise<Called<I>>
  /** An answer that comes as it is made, such as an export. @throws Refused */
  stream<I extends RouteId>(
    id: I,
    ...options: Record<string, never> extends CallOptions<I> ? [CallOptions<I>?] : [CallOptions<I>]
  ): Promise<StreamAnswer>
}

/** The API did not do it; the reference is the log's too. */
export class Refused extends Error {
  readonly problem: Problem
  readonly reference: string
  constructor(problem: Problem, reference: string) {
    super(problem.kind)
    this.problem = problem
    this.reference = reference
  }
}

interface Loose {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, unknown>>
  readonly body?: unknown
  readonly version?: number
  readonly idempotencyKey?: string
  readonly upload?: Upload
}

export interface InProcessCaller {
  /** The operator's own access token. */
  readonly token: string
  readonly ip: string
  /** That is worked for: named where a route is for one and nothing else was said. */
  readonly organization?: string
  /** Of a form: what its calls are sent with unless they say otherwise, so that a second press does nothing twice. */
  readonly sent?: { readonly id: string; readonly version: number }
}

export function inProcess(dispatcher: Dispatcher, { token, ip, organization, sent }: InProcessCaller): InProcess {
  let calls = 0
  async function dispatched(id: RouteId, { params = {}, query = {}, body, upload, ...options }: Loose) {
    const route = routes.find(each => each.id === id)
    if (!route) throw new Error(`no route ${id}`)
    calls += 1
    const version = options.version ?? (route.isGuarded ? sent?.version : undefined)
    const idempotencyKey = options.idempotencyKey ?? (sent ? `${sent.id}.${calls}` : '')
    const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
    const isOne = route.organization === 'one' && organization !== undefined
    const isInBody = isOne && 'organization' in ((route.body as { shape?: object } | undefined)?.shape ?? {})
    const asked = isOne && !isInBody ? { organization, ...query } : query
    const text = JSON.stringify(isInBody ? { organization, ...(body as object) } : body)
    const search = Object.entries(asked).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]],
    )
    const done = await dispatcher.dispatch({
      method: route.method,
      path: `${prefix}${path}`,
      query: Object.fromEntries(search),
      querystring: new URLSearchParams(search as [string, string][]).toString(),
      authorization: `Bearer ${token}`,
      ifMatch: version === undefined ? '' : `"${version}"`,
      idempotencyKey,
      contentLength: text === undefined ? '' : String(Buffer.byteLength(text)),
      ip,
      readText: async () => text ?? '',
      openUpload({ types }) {
        if (!upload || !types.includes(upload.type)) throw new Problem('unsupported-media-type')
        return upload
      },
    } satisfies ApiRequest)
    if (done.kind === 'problem') throw new Refused(done.problem, done.reference)
    return done
  }
  return {
    async call(id, ...[options]) {
      const done = await dispatched(id, (options ?? {}) as Loose)
      if (done.kind !== 'answer') throw new Error(`${id} answers with a stream`)
      const { status, body, etag } = done.answer
      return { status, body: body as never, ...(etag ? { version: Number(etag.slice(1, -1)) } : {}) }
    },
    async stream(id, ...[options]) {
      const done = await dispatched(id, (options ?? {}) as Loose)
      if (done.kind !== 'stream') throw new Error(`${id} answers at once`)
      return done.answer
    },
  }
}
