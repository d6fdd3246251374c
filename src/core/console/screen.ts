import type { Language, Text } from '../texts.ts'
import type { ConsolePage } from './page.ts'
import type { ConsoleLink, Said } from './words.ts'

/** Everything that the template needs to draw one response. */
export interface ConsoleScreen {
  readonly page: ConsolePage
  readonly language: Language
  readonly timeZone?: string
  readonly nonce: string
  readonly languageSwitch: string
  /** Who works here; left out on pages for somebody who may not. */
  readonly desk?: ConsoleDesk
  readonly trouble?: ConsoleTrouble
  /** A short message after something was done. */
  readonly notice?: Text
  /** By `formKey`. */
  readonly forms: Readonly<Record<string, SentWith>>
}
export interface ConsoleDesk {
  readonly name: string
  readonly role: Text
  /** The organisation that is worked for, and where another is chosen; no address where there is only one. */
  readonly organization?: { readonly name: string; readonly href?: string }
  readonly groups: readonly { readonly label?: Text; readonly links: readonly (ConsoleLink & { isHere: boolean })[] }[]
  readonly signOut: SentWith
}
/** What a form is sent with, beside its fields. */
export interface SentWith {
  readonly action: string
  readonly hidden: Readonly<Record<string, string>>
}
export interface ConsoleTrouble {
  readonly heading: Text
  /** `field` of the form `form` (a `formKey`) */
  readonly items: readonly { readonly said: Said; readonly field?: string; readonly detail?: string }[]
  readonly form?: string
  readonly reference?: string
}

/** What a form is known by on its page. */
export const formKey = ({ act = '', key = '' }: { readonly act?: string; readonly key?: string }): string =>
  key ? `${act}.${key}` : act
