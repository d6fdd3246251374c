import type { UpstreamIdentity } from '../core/federation.ts'
import type { InsurerObject } from '../core/objects/insurer.ts'
import type { House } from '../operations/house.ts'

/** What a connector may use: the house, the time, and the addresses that the insurer knows of us. */
export interface ConnectorContext {
  readonly house: House
  readonly now: Date
}

/** What the journey wants of the sign-in upstream. */
export interface StartOptions {
  /**
   * The opaque handle under which this try is kept: `state` of OpenID Connect, RelayState of SAML. 128 bits at least;
   * only its hash is stored.
   */
  readonly handle: string
  /** The person has to sign in there again (OIDC `prompt=login`, SAML ForceAuthn): step-up, test connection. */
  readonly forceAuthentication?: boolean
  /** UDAP tiered OAuth: which identity provider behind this issuer, where the portal named one. */
  readonly idp?: string
}

/** Why a sign-in upstream came to nothing. A person is told no more than this; `reason` is for audit and staff. */
export type ConnectorProblem =
  /** It could not be reached within its limit, or its circuit is open: other ways are offered. */
  | 'upstream-unavailable'
  /** The person said no there, or it let nobody in. */
  | 'upstream-declined'
  /** Its answer was not acceptable. */
  | 'upstream-invalid'
  /** UDAP `invalid_idp`: it does not know the identity provider that was asked for. */
  | 'upstream-unknown-idp'
export interface ConnectorRefusal {
  readonly kind: 'refused'
  readonly problem: ConnectorProblem
  /** A stable word such as `wrong-audience`, `bad-signature`, `timeout`; never a value from the answer. */
  readonly reason: string
}

export type Started =
  | {
      readonly kind: 'started'
      /** Where the browser goes: a GET. */
      readonly url: string
      /** What `finish` needs again (nonce, code verifier, request id); sealed by whoever keeps it. */
      readonly pending: Readonly<Record<string, unknown>>
    }
  | ConnectorRefusal

/** What came back at our address, with the browser or by its cross-site POST. */
export type UpstreamResponse =
  /** the whole callback address, as it was asked for, on our own origin */
  | { readonly protocol: 'oidc'; readonly url: string }
  | { readonly protocol: 'saml'; readonly samlResponse: string; readonly relayState: string }

export type Finished =
  | {
      readonly kind: 'identified'
      readonly identity: UpstreamIdentity
      /** Everything received, by its own names; shown (masked) by "Test connection" and kept nowhere. */
      readonly received: Readonly<Record<string, unknown>>
    }
  | ConnectorRefusal

/** What is known of an insurer's end: for the preview, the doctor, and the notice before a certificate ends. */
export interface UpstreamMetadata {
  readonly issuer: string
  /** Name, address. */
  readonly endpoints: readonly (readonly [string, string])[]
  /** Certificates that sign (SAML), with their end. */
  readonly certificates: readonly { readonly fingerprint: string; readonly notAfter: Date }[]
  readonly fetchedAt: Date
}
export type Inspected = { readonly kind: 'metadata'; readonly metadata: UpstreamMetadata } | ConnectorRefusal

/**
 * A way to let people sign in elsewhere. One folder each, registered in index.ts. Answers with who it was and touches
 * neither sessions nor accounts nor flows. Every outbound call goes through the guarded fetch, ends within five
 * seconds, and notes its outcome at the insurer's circuit.
 */
export interface Connector<I extends InsurerObject = InsurerObject> {
  readonly protocol: I['protocol']
  start(context: ConnectorContext, insurer: I, options: StartOptions): Promise<Started>
  /**
   * Judges the answer. Single use of `pending` and the browser's binding are the caller's; replay of what the answer
   * itself carries (an assertion's id) is the connector's.
   */
  finish(
    context: ConnectorContext,
    insurer: I,
    pending: Readonly<Record<string, unknown>>,
    response: UpstreamResponse,
  ): Promise<Finished>
  /**
   * Fetches its metadata anew, and keeps it; the periodic job, `insurer test` and `doctor` call this.
   * @param options `isPreview`: nothing is kept, such as of an insurer that is not there yet
   */
  refresh(context: ConnectorContext, insurer: I, options?: { readonly isPreview?: boolean }): Promise<Inspected>
}

/** Addresses that the insurer registers; fixed by CONTRACT.md. */
export const federationAddresses = (issuer: string, insurer: string) => ({
  callback: `${issuer}/federation/${insurer}/callback`,
  acs: `${issuer}/federation/${insurer}/acs`,
  /** Also our entity id. */
  metadata: `${issuer}/federation/${insurer}/metadata`,
})
