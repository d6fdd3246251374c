import type { VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'

/** A whole document; everything in it went through preact, which escapes. */
export const toDocument = (tree: VNode): string => `<!doctype html>${renderToString(tree)}`

/**
 * An address that came from settings, a client or an organisation, as far as it may stand in `href`: escaping does not
 * stop `javascript:`. `otpauth://` leads to an authenticator app on this device.
 */
export const safeHref = (href: string | undefined): string | undefined => {
  if (href?.startsWith('tel:')) return telHref(href.slice('tel:'.length))
  return href !== undefined &&
    (/^(https?:|mailto:|otpauth:\/\/)/i.test(href) || /^([?#]|\.{0,2}\/(?![/\\]))/.test(href))
    ? href
    : undefined
}

/** Logos come from our own origin or inline; the policy of the page lets nothing else load. */
export const safeImage = (source: string | undefined): string | undefined =>
  source !== undefined && (/^\/(?![/\\])/.test(source) || /^data:image\/(png|jpeg|webp|svg\+xml)[;,]/.test(source))
    ? source
    : undefined

/** `tel:` link of a number as people write it. */
export const telHref = (phone: string): string => {
  const digits = phone.replace(/[^\d+]/g, '')
  return `tel:${digits.length === 10 ? `+1${digits}` : digits}`
}
