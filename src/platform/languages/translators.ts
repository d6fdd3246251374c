import type { IntlMessageFormat } from 'intl-messageformat'
import {
  type Language,
  languages,
  type Run,
  type Text,
  type TextEntry,
  type Texts,
  type Translate,
} from '../../core/index.ts'
import { checkOverride, checkTexts, formatOf } from './check.ts'

export interface TranslatorOptions {
  /**
   * Called with the id of a text that is missing or lacks a value; the id is then shown in its place. Left out (tests,
   * boot checks), such a text throws. Gets no values: they may be personal.
   */
  readonly onTrouble?: (id: string) => void
}

export interface Translators {
  /**
   * @param over words of an organisation, in place of ours by id; the same object again costs nothing. What does not fit
   * (a text that this version has not, or has with other values) is passed over
   */
  (language: Language, over?: Texts): Translate
  /** Whether a text exists (in every language: the catalogs are checked). */
  has(id: string): boolean
}

type Chunk = string | { mark: string; text: string }
type Message = { readonly plain: string } | { readonly format: IntlMessageFormat }
type Messages = Map<string, Message>

const handlers = (mark: (name: string, text: string) => Chunk) => ({
  b: (chunks: Chunk[]) => mark('b', chunks.join('')),
  code: (chunks: Chunk[]) => mark('code', chunks.join('')),
})
const inRuns = handlers((mark, text) => ({ mark, text }))
const inWords = handlers((_mark, text) => text)

/**
 * Compiles every message once and gives a translator a language.
 * @throws Error that lists everything wrong with the catalogs: an id used twice, an empty or unparsable message,
 * values that differ between languages, a mark that no template knows.
 */
export function createTranslators(catalogs: readonly Texts[], options: TranslatorOptions = {}): Translators {
  const trouble = checkTexts(catalogs)
  if (trouble.length > 0) throw new Error(`texts cannot be used:\n  ${trouble.join('\n  ')}`)
  const texts = new Map(catalogs.flatMap(catalog => Object.entries(catalog)))
  const compiled = new Map(languages.map(language => [language, compile(language, texts)]))
  const byLanguage = new Map(languages.map(language => [language, translate(compiled.get(language) as Messages)]))
  const overs = new WeakMap<Texts, Map<Language, Translate>>()

  function withOver(language: Language, over: Texts): Translate {
    const known = overs.get(over) ?? new Map<Language, Translate>()
    overs.set(over, known)
    let made = known.get(language)
    if (!made) {
      const fit = Object.entries(over).filter(([id, entry]) => checkOverride(texts.get(id), entry).length === 0)
      made = translate(compiled.get(language) as Messages, compile(language, fit))
      known.set(language, made)
    }
    return made
  }

  function compile(language: Language, entries: Iterable<readonly [string, TextEntry]>): Messages {
    const messages: Messages = new Map()
    for (const [id, entry] of entries) {
      const format = formatOf(entry, language)
      messages.set(id, format ? { format } : { plain: entry[language] })
    }
    return messages
  }

  function translate(messages: Messages, over?: Messages): Translate {
    const chunks = (text: Text, marks: object): Chunk | Chunk[] => {
      const message = over?.get(text.id) ?? messages.get(text.id)
      try {
        if (!message) throw new Error(`no text with the id ${text.id}`)
        if ('plain' in message) return message.plain
        return message.format.format<Chunk>({ ...text.values, ...marks })
      } catch (error) {
        if (!options.onTrouble) throw error
        options.onTrouble(text.id)
        return text.id
      }
    }
    const words = (text: Text): string => {
      const made = chunks(text, inWords)
      return Array.isArray(made) ? made.join('') : String(made)
    }
    const runs = (text: Text): readonly Run[] => {
      const made = chunks(text, inRuns)
      return (Array.isArray(made) ? made : [made]) as Run[]
    }
    return Object.assign(words, { runs })
  }

  const translator = (language: Language, over?: Texts): Translate =>
    over ? withOver(language, over) : (byLanguage.get(language) as Translate)
  return Object.assign(translator, {
    has: (id: string) => texts.has(id),
  })
}
