import type { ClientObject } from './objects/client.ts'

/** What is looked at: the addresses of a client, as they were typed. */
export interface LintedClient extends Pick<ClientObject, 'application_type'> {
  readonly redirect_uris: readonly string[]
  readonly post_logout_redirect_uris: readonly string[]
}

/** With these nobody could sign in, or somebody else could read the answer. */
export const lintErrors = [
  'no-address',
  'fragment',
  'runs-code',
  'wildcard',
  'credentials',
  'http-host',
  'scheme-of-web',
  'scheme-not-reversed',
  'https-loopback-of-native',
] as const
/** These work, and are mostly a mistake. */
export const lintWarnings = ['loopback', 'twice', 'slash-twin', 'other-origin', 'query'] as const

export type LintRule = (typeof lintErrors)[number] | (typeof lintWarnings)[number]
export interface Finding {
  readonly severity: 'error' | 'warning'
  readonly rule: LintRule
  readonly field: 'redirect_uris' | 'post_logout_redirect_uris'
  readonly uri: string
}

const runsCode: ReadonlySet<string> = new Set(['javascript:', 'data:', 'vbscript:', 'file:', 'blob:', 'about:'])
const loopbacks: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])
const isWeb = ({ protocol }: URL): boolean => protocol === 'https:' || protocol === 'http:'

/** What is wrong with one address by itself, the worst of it. */
function ruleOf(uri: string, isNative: boolean): LintRule | undefined {
  if (!URL.canParse(uri)) return 'no-address'
  const url = new URL(uri)
  if (runsCode.has(url.protocol)) return 'runs-code'
  if (uri.includes('#')) return 'fragment'
  if (uri.includes('*')) return 'wildcard'
  if (url.username || url.password) return 'credentials'
  const isLoopback = loopbacks.has(url.hostname)
  if (url.protocol === 'http:' && !isLoopback) return 'http-host'
  if (!isWeb(url) && !isNative) return 'scheme-of-web'
  if (!isWeb(url) && !url.protocol.includes('.')) return 'scheme-not-reversed'
  if (isNative && isLoopback && url.protocol === 'https:') return 'https-loopback-of-native'
  // of an app it is the way (RFC 8252 §7.3), of a portal somebody's own machine
  if (isLoopback && !isNative) return 'loopback'
  return undefined
}

const withoutSlash = (uri: string): string => uri.replace(/\/(?=$|\?)/, '')
const originsOf = (uris: readonly string[]): ReadonlySet<string> =>
  new Set(
    uris.flatMap(uri => (URL.canParse(uri) ? [new URL(uri)] : [])).flatMap(url => (isWeb(url) ? [url.origin] : [])),
  )
const severityOf = (rule: LintRule): Finding['severity'] =>
  (lintErrors as readonly string[]).includes(rule) ? 'error' : 'warning'

/**
 * What a reader would say of a client's addresses, each once for the worst of it. They are compared letter by letter
 * (RFC 9700 §2.1), so what looks nearly the same is another address.
 */
export function lintRedirects(client: LintedClient): readonly Finding[] {
  const isNative = client.application_type === 'native'
  const home = originsOf(client.redirect_uris)
  return (['redirect_uris', 'post_logout_redirect_uris'] as const).flatMap(field => {
    const uris = client[field]
    return uris.flatMap((uri, at): readonly Finding[] => {
      const before = uris.slice(0, at)
      const rule =
        ruleOf(uri, isNative) ??
        (before.includes(uri) ? 'twice' : undefined) ??
        (before.some(each => each !== uri && withoutSlash(each) === withoutSlash(uri)) ? 'slash-twin' : undefined) ??
        (field === 'redirect_uris' && new URL(uri).search ? 'query' : undefined) ??
        (field === 'post_logout_redirect_uris' && isElsewhere(uri, home) ? 'other-origin' : undefined)
      return rule ? [{ severity: severityOf(rule), rule, field, uri }] : []
    })
  })
}

const isElsewhere = (uri: string, home: ReadonlySet<string>): boolean =>
  isWeb(new URL(uri)) && home.size > 0 && !home.has(new URL(uri).origin)
