/** The languages of the product. A text that lacks one of them does not compile. */
export const languages = ['en', 'es'] as const
export type Language = (typeof languages)[number]

/** One text in every language, as an ICU message: `{ en: 'Step {step} of {of}', es: 'Paso {step} de {of}' }`. */
export type TextEntry = Readonly<Record<Language, string>>
/** A folder's texts by stable id: `sign-in.title`. Ids are unique in the whole product (checked at boot). */
export type Texts = Readonly<Record<string, TextEntry>>

export type TextValue = string | number
/** A reference to a text with its values; pages, mails and letters are made of these and rendered in one place. */
export interface Text {
  readonly id: string
  readonly values?: Readonly<Record<string, TextValue>>
}
export const text = (id: string, values?: Record<string, TextValue>): Text => (values ? { id, values } : { id })

/** Turns a reference into words. Passed to templates; made by platform/languages. */
export interface Translate {
  (text: Text): string
  /** The same words in runs, where the message marks some: `ending in <b>42</b>`. Values are never read as marks. */
  readonly runs?: (text: Text) => readonly Run[]
}
/** Marks that a message may hold: `b` for what must catch the eye, `code` for something to copy letter by letter. */
export const marks = ['b', 'code'] as const
export type Mark = (typeof marks)[number]
export type Run = string | { readonly mark: Mark; readonly text: string }

/** Text written by an organisation or a client's registration; English is always there. */
export interface LocalText {
  readonly en: string
  readonly es?: string
}
export const localized = (value: LocalText, language: Language): string => value[language] ?? value.en
