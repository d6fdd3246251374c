import type { Readable } from 'node:stream'
import { z } from 'zod'
import type { AdminResource, AdminVerb, OperatorRole } from '../../core/operator-access.ts'
import type { Oidc } from '../../oidc/contract.ts'
import type { StaffAct } from '../../operations/help-desk.ts'
import type { House } from '../../operations/house.ts'
import type { Cursors } from './cursors.ts'

/** Who calls: a program, or an operator through one. Looked up at every request. */
export interface Caller {
  /** for the audit: `operator:<account>`, `client:<id>` */
  readonly actor: string
  /** the person's name, or the program's id; sealed wherever it is kept */
  readonly words: string
  readonly clientId: string
  readonly accountId?: string
  /** of a person */
  readonly role?: OperatorRole
  readonly scopes: ReadonlySet<string>
  /** Left out: every organisation, and what belongs to the installation. */
  readonly organizations?: readonly string[]
  readonly acr?: string
  readonly authTime?: Date
}

/** What a handler gets: all of it checked. */
export interface Call<P, Q, B> {
  readonly house: House
  readonly oidc: Oidc
  readonly caller: Caller
  readonly at: Date
  readonly params: P
  readonly query: Q
  readonly body: B
  /** The one organisation that this is for; '' where the route is for none. */
  readonly organization: string
  /** Only of a route that takes an upload. */
  readonly upload: Upload
  readonly cursors: Cursors
  /** The version that the caller read, of a route that wants `If-Match`. */
  readonly version: number
  /** As the help desk's operations want it told. */
  act(reason: string): StaffAct
}
export interface Upload {
  readonly type: string
  readonly stream: Readable
}
export interface Answer<R> {
  readonly status?: number
  readonly body: R
  /** of what is answered, for a later `If-Match` */
  readonly version?: number
}
/** An answer that is sent as it is made, such as an export; its type is one of the route's `streams`. */
export interface StreamAnswer {
  readonly stream: Readable
  readonly type: string
  readonly filename: string
}

export interface Example {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
  /** of an upload */
  readonly text?: string
  readonly type?: string
}

/** One address of the API: everything about it stands here, and nowhere else. */
export interface Route {
  readonly id: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** under `/admin/v1`, with `{id}` for what varies */
  readonly path: string
  readonly resource: AdminResource
  readonly verb: AdminVerb
  readonly summary: string
  readonly description?: string
  /** Takes a sign-in with two factors in the last five minutes, by a person. */
  readonly isDangerous?: boolean
  /** `one`: acts for exactly one organisation, named in query or body. */
  readonly organization: 'one' | 'any'
  readonly params: z.ZodObject
  readonly query: z.ZodObject
  readonly body: z.ZodType | undefined
  readonly upload?: { readonly types: readonly string[]; readonly limit: number }
  /** Wants `If-Match`, and answers with an `ETag`. */
  readonly isGuarded?: boolean
  /** Answers with an `ETag`. */
  readonly isTagged?: boolean
  readonly answer: z.ZodType
  readonly status: number
  readonly streams?: readonly string[]
  /** What an operation may refuse with (422), besides what any route may answer. */
  readonly refusals?: readonly string[]
  readonly example: Example
  handle(call: Call<never, never, never>): Promise<Answer<unknown> | StreamAnswer>
}

/** What a route takes and gives, for whoever calls it in the process; nothing of it exists when it runs. */
export interface RouteTypes {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
  readonly answer: unknown
}
export interface TypedRoute<I extends string, T extends RouteTypes> extends Route {
  readonly id: I
  readonly types?: T
}

const nothing = z.strictObject({})
type Nothing = typeof nothing
/** `one` lets the organisation be named in the body where that is an object, else in the query. */
type Named<Given, O> = O extends 'one' ? Given & { readonly organization?: string | undefined } : Given

/** Defines a route with its types inferred. */
export function route<
  const I extends string,
  A extends z.ZodType,
  P extends z.ZodObject = Nothing,
  Q extends z.ZodObject = Nothing,
  B extends z.ZodType = z.ZodUndefined,
  const O extends 'one' | undefined = undefined,
>(
  given: Omit<
    Route,
    'id' | 'handle' | 'params' | 'query' | 'body' | 'answer' | 'status' | 'organization' | 'example'
  > & {
    readonly id: I
    readonly params?: P
    readonly query?: Q
    readonly body?: B
    readonly answer: A
    readonly status?: number
    readonly organization?: O
    readonly example?: Example
    handle(call: Call<z.output<P>, z.output<Q>, z.output<B>>): Promise<Answer<z.input<A>> | StreamAnswer>
  },
): TypedRoute<
  I,
  {
    readonly params: z.input<P>
    readonly query: B extends z.ZodObject ? z.input<Q> : Named<z.input<Q>, O>
    readonly body: B extends z.ZodObject ? Named<z.input<B>, O> : z.input<B>
    readonly answer: z.output<A>
  }
> {
  const query = given.query ?? nothing
  return {
    status: 200,
    ...given,
    example: given.example ?? {},
    organization: given.organization ?? 'any',
    params: given.params ?? nothing,
    query:
      given.organization === 'one' && !(given.body instanceof z.ZodObject)
        ? (query as z.ZodObject).extend({ organization: organizationField })
        : query,
    body:
      given.organization === 'one' && given.body instanceof z.ZodObject
        ? given.body.extend({ organization: organizationField })
        : given.body,
    handle: given.handle as Route['handle'],
  }
}

const organizationField = z.string().max(63).optional().meta({
  description: 'The organisation that this is for; may be left out by whoever has only one',
  example: 'northside',
})
