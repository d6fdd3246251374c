/**
 * An email address as it is stored and compared: trimmed and lower-cased, nothing else (dots and plus signs are the
 * mailbox's own business). `undefined` where it cannot be one address: no second recipient, no header, no name part.
 */
export function normalizeEmail(text: string): string | undefined {
  const address = text.trim().normalize('NFC').toLowerCase().normalize('NFC')
  if (address.length > 254) return undefined
  const at = address.lastIndexOf('@')
  const local = address.slice(0, at)
  const domain = address.slice(at + 1)
  if (at < 1 || local.length > 64) return undefined
  if (!/^[^\s\p{Cc}\p{Cf}<>()[\]\\,;:"@]+$/u.test(local) || local.startsWith('.') || local.endsWith('.'))
    return undefined
  if (
    local.includes('..') ||
    !/^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?(?:\.[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?)+$/u.test(
      domain,
    )
  )
    return undefined
  return address
}

const first = (text: string): string => [...text][0] ?? ''

/** A username that its owner recognises and nobody else learns: `ro•••a`; an address as {@link maskEmail}. */
export function maskUsername(username: string): string {
  if (username.includes('@')) return maskEmail(username)
  const letters = [...username]
  return letters.length < 5 ? `${first(username)}•••` : `${letters.slice(0, 2).join('')}•••${letters.at(-1) ?? ''}`
}

/** An address that its owner recognises and nobody else learns: `m•••@e•••.example`. */
export function maskEmail(address: string): string {
  const at = address.lastIndexOf('@')
  const domain = address.slice(at + 1)
  const dot = domain.lastIndexOf('.')
  return `${first(address)}•••@${first(domain)}•••${dot < 0 ? '' : domain.slice(dot)}`
}
