import type { QuickStartValues } from './contract.ts'

/** A value inside single quotes of JavaScript. */
export const js = (value: string): string => `'${value.replace(/[\\']/g, '\\$&').replace(/[\r\n\u2028\u2029]/g, '')}'`

/** A value that no configuration format reads as anything but letters. */
export const bare = (value: string): string =>
  value.replace(/[^!#-&(-[\]-~]/gu, letter =>
    letter === "'" ? '%27' : encodeURIComponent(letter.isWellFormed() ? letter : ''),
  )

const isWeb = (uri: string): boolean => /^https?:/i.test(uri) && URL.canParse(uri)

/** The parts of a client that every quick start names. */
export function valuesOf({ issuer, client }: QuickStartValues) {
  const redirect = client.redirect_uris.find(isWeb) ?? client.redirect_uris[0] ?? ''
  const url = isWeb(redirect) ? new URL(redirect) : undefined
  return {
    issuer,
    id: client.id,
    redirect,
    origin: url?.origin ?? '',
    path: url?.pathname ?? '/callback',
    back: client.post_logout_redirect_uris[0],
    scopes: client.scopes,
    scope: client.scopes.join(' '),
    isInsecure: issuer.startsWith('http:'),
    method: client.auth.method,
  }
}
