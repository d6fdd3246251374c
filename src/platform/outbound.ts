import { lookup as dnsLookup, type LookupAddress } from 'node:dns'
import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { Agent, buildConnector, fetch as undiciFetch } from 'undici'

export interface OutboundOptions {
  /** Private networks that may be reached all the same (CIDR). */
  readonly allow: readonly string[]
  /** Addresses from the operator's own settings (a gateway, the inbox): they may be private. */
  readonly trusted?: readonly string[]
  /** Limit for one call from connect to the last byte. */
  readonly timeoutMs: number
  /** Limit for the connection alone; the call's own where left out. */
  readonly connectMs?: number
  /** Most bytes of one answer. */
  readonly maxBytes?: number
}
export interface Outbound {
  /** Like the global `fetch`, with the guards; usable wherever a library takes a `fetch`. */
  readonly fetch: typeof globalThis.fetch
  close(): Promise<void>
}

/** Thrown where a call would reach an address that it may not reach. */
export class OutboundRefused extends Error {
  override readonly name = 'OutboundRefused'
  readonly code = 'OUTBOUND_REFUSED'
  constructor() {
    super('outbound call refused: the address is private and not allowed by outbound.allow')
  }
}

/**
 * Whether an address may be reached: public unicast, or inside an allowed network. IPv4 inside IPv6 is looked at as
 * IPv4, and whatever is neither (loopback, link-local with its cloud metadata services, documentation, NAT64, …) is not.
 */
export function isReachable(address: string, allow: readonly string[]): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.process(address)
  if (parsed.range() === 'unicast') return true
  return allow.some(cidr => {
    const [network, bits] = ipaddr.parseCIDR(cidr)
    return network.kind() === parsed.kind() && parsed.match(network, bits)
  })
}

/**
 * Fetch for addresses that somebody else wrote (jwks_uri, logout URIs, metadata). The address is judged at connect
 * time, after DNS, on the very list that is then connected to: a name that resolves differently a moment later
 * (DNS rebinding) gains nothing. Redirects are not followed.
 */
export function createOutbound(options: OutboundOptions): Outbound {
  const trusted = new Set(
    (options.trusted ?? []).map(address => {
      const url = new URL(address)
      return `${bare(url.hostname)}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`
    }),
  )
  const connectorFor = (guarded: boolean) =>
    buildConnector({
      timeout: Math.min(options.connectMs ?? options.timeoutMs, options.timeoutMs),
      ...(guarded && { lookup: guardedLookup(options.allow) as never }),
    })
  const guardedConnect = connectorFor(true)
  const trustedConnect = connectorFor(false)
  const agent = new Agent({
    connect(connection, callback) {
      const host = bare(connection.hostname)
      const port = connection.port || (connection.protocol === 'https:' ? '443' : '80')
      if (trusted.has(`${host}:${port}`)) return trustedConnect(connection, callback)
      // a literal address never passes through lookup
      if (isIP(host) && !isReachable(host, options.allow)) return callback(new OutboundRefused(), null)
      guardedConnect(connection, callback)
    },
    headersTimeout: options.timeoutMs,
    bodyTimeout: options.timeoutMs,
    maxResponseSize: options.maxBytes ?? 1_000_000,
    keepAliveTimeout: 10_000,
  })
  const guardedFetch = async (input: unknown, init: RequestInit = {}) => {
    const limit = AbortSignal.timeout(options.timeoutMs)
    const signal = init.signal ? AbortSignal.any([init.signal, limit]) : limit
    return undiciFetch(
      input as never,
      { ...init, signal, redirect: init.redirect === 'manual' ? 'manual' : 'error', dispatcher: agent } as never,
    )
  }
  return { fetch: guardedFetch as unknown as typeof globalThis.fetch, close: () => agent.destroy() }
}

const bare = (hostname: string): string => hostname.replace(/^\[|\]$/g, '')

type LookupCallback = (error: Error | null, address?: string | LookupAddress[], family?: number) => void

function guardedLookup(allow: readonly string[]) {
  return (hostname: string, lookupOptions: object, callback: LookupCallback): void => {
    dnsLookup(hostname, { ...lookupOptions, all: true }, (error, addresses) => {
      if (error) return callback(error)
      // one refused address among several refuses the name: the order is in the hands of whoever runs its DNS
      const [first] = addresses
      if (!first || !addresses.every(({ address }) => isReachable(address, allow)))
        return callback(new OutboundRefused())
      if ('all' in lookupOptions && lookupOptions.all) return callback(null, addresses)
      callback(null, first.address, first.family)
    })
  }
}
