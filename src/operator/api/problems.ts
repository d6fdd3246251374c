/** Problems of the operator API (RFC 9457): the type is stable, the words beside it are for people. */
const problems = {
  unauthenticated: [401, 'An access token of this issuer for the operator API is needed'],
  'step-up-needed': [401, 'This takes a fresh sign-in with two factors'],
  'insufficient-scope': [403, 'The access token lacks the scope that this needs'],
  'not-an-operator': [403, 'Whoever signed in is no operator'],
  'role-forbids': [403, 'The role of the operator does not allow this'],
  'organization-out-of-reach': [403, 'That is not an organisation that you may act for'],
  'person-needed': [403, 'A person has to do this: a program cannot step up'],
  'not-found': [404, 'There is no such thing, or not for you'],
  'method-not-allowed': [405, 'Nothing here takes this method'],
  'managed-by-file': [409, 'A file describes this object: change it there'],
  'exists-already': [409, 'There is one with that id already'],
  'idempotency-at-work': [409, 'The request with this Idempotency-Key has not been answered yet'],
  'precondition-failed': [412, 'Somebody else changed it since: read it again'],
  'too-large': [413, 'The body is longer than what is taken here'],
  'unsupported-media-type': [415, 'The body is of a type that is not taken here'],
  refused: [422, 'What is asked cannot be done'],
  'idempotency-key-reused': [422, 'This Idempotency-Key belongs to another request'],
  'precondition-required': [428, 'Send the ETag that you read, as If-Match'],
  'too-many-requests': [429, 'Too many requests: wait a little'],
  'invalid-request': [400, 'The request is not as it should be'],
  'invalid-cursor': [400, 'The cursor is not one of this list'],
  fault: [500, 'Something went wrong here'],
  unavailable: [503, 'Not reachable just now: try again'],
} as const
export type ProblemName = keyof typeof problems
export const problemNames = Object.keys(problems) as ProblemName[]

export interface ProblemPlace {
  /** `body.patient`, `query.limit` */
  readonly path: string
  readonly message: string
}
interface ProblemDetails {
  readonly detail?: string
  readonly errors?: readonly ProblemPlace[]
  readonly headers?: Readonly<Record<string, string>>
}

/** Thrown where a request ends in a problem; the server words it. */
export class Problem extends Error {
  /** last part of the type */
  readonly kind: string
  readonly status: number
  readonly title: string
  readonly details: ProblemDetails

  constructor(name: ProblemName, details: ProblemDetails = {}) {
    const [status, title] = problems[name]
    super(name)
    this.kind = name
    this.status = status
    this.title = title
    this.details = details
  }

  /** An operation refused, in a word of its closed list; that word is the type. */
  static refusal(problem: string, detail?: string): Problem {
    const made = new Problem('refused', detail ? { detail } : {})
    return Object.assign(made, { kind: problem })
  }
}

export const problemType = (kind: string): string => `urn:vestibule:problem:${kind}`

/** What every problem looks like on the wire. */
export const problemBody = ({ kind, status, title, details }: Problem, reference: string) => ({
  type: problemType(kind),
  title,
  status,
  ...(details.detail ? { detail: details.detail } : {}),
  reference,
  ...(details.errors ? { errors: details.errors } : {}),
})

export const statusOf = (name: ProblemName): number => problems[name][0]
