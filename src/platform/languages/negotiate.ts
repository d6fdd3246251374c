import { type Language, languages } from '../../core/index.ts'

export interface LanguageWishes {
  /** `?lang=` of the language switch: what the person pressed just now. */
  readonly query?: string
  /** The cookie in which that choice is kept. */
  readonly cookie?: string
  /** `ui_locales` of the portal's request: BCP 47 tags in order of preference (OIDC Core 3.1.2.1). */
  readonly uiLocales?: string
  /** The browser's Accept-Language header (RFC 9110 §12.5.4). */
  readonly acceptLanguage?: string
  readonly fallback?: Language
}

const ours = (tag: string | undefined): Language | undefined => {
  const primary = tag?.trim().split(/[-_]/)[0]?.toLowerCase()
  return languages.find(language => language === primary)
}

const byQuality = (header: string): string[] =>
  header
    .slice(0, 1000) // a header is input: a long one gets no more work than a real one
    .split(',')
    .map(part => {
      const [tag = '', ...parameters] = part.split(';')
      const quality = parameters.map(one => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(one)?.[1]).find(one => one)
      return { tag, quality: quality === undefined ? 1 : Number(quality) }
    })
    .filter(one => one.quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(one => one.tag)

const first = (tags: readonly string[]): Language | undefined => tags.map(ours).find(language => language)

/** The person's own choice comes before the portal's wish, and that before the browser's. Unknown tags are skipped. */
export const negotiateLanguage = (wishes: LanguageWishes): Language =>
  ours(wishes.query) ??
  ours(wishes.cookie) ??
  first((wishes.uiLocales ?? '').slice(0, 1000).split(/\s+/)) ??
  first(byQuality(wishes.acceptLanguage ?? '')) ??
  wishes.fallback ??
  'en'
