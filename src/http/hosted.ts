import type { Language, LocalText } from '../core/index.ts'
import type { FlowAddress, FlowEngine, FlowEntry } from '../flow-engine/index.ts'
import type { Oidc } from '../oidc/contract.ts'
import type { House } from '../operations/house.ts'
import type { Logger, Metrics, Translators } from '../platform/index.ts'
import type { Cookies } from './cookies.ts'
import type { Csrf } from './csrf.ts'
import type { Errors } from './errors.ts'
import type { Organizations } from './organizations.ts'

/** What the hosted pages are made with. */
export interface HostedParts {
  readonly house: House
  readonly oidc: Oidc
  readonly engine: FlowEngine
  readonly flowNames: ReadonlySet<string>
  /** Flows that a link or the person can begin. */
  readonly entries: readonly (FlowEntry & { readonly flow: string })[]
  readonly translators: Translators
  readonly organizations: Organizations
  readonly cookies: Cookies
  readonly csrf: Csrf
  readonly log: Logger
  readonly metrics: Metrics
  /** Where a client begins, for the way back. */
  portalOf(clientId: string | undefined): Promise<Portal | undefined>
  readonly errors: Errors
}

/** A client as a place to go to. */
export interface Portal {
  readonly id: string
  readonly name: LocalText
  readonly firstParty: boolean
  readonly organization?: string
  /** `initiate_login_uri` where it has one, else `start_url`. */
  readonly url: string
  readonly initiates: boolean
  /** Whether an address stands on one of the client's own origins. */
  ownsOrigin(url: string): boolean
}

/** One request to a hosted page, after cookies and language are read. */
export interface HostedRequest {
  readonly language: Language
  readonly browser: string
  readonly organization?: string
  readonly address?: FlowAddress
  /** Address of the dispatcher: what a lost race goes back to. */
  readonly base: string
  /** What the form's token is bound to: the dispatcher's address, or the flow's name while it has no row. */
  readonly form: string
  /** When the interaction that a portal began lapses. */
  readonly lapsesAt?: Date
  /** Where this journey can be begun again. */
  readonly entry?: string
}
