import type { Text } from '../texts.ts'

/** Words of ours, or a value just as the data has it. */
export type Said = Text | string

export type Tone = 'plain' | 'good' | 'bad'

/** What stands in a row or beside a label. */
export type Cell =
  | Said
  | {
      readonly kind: 'link'
      readonly href: string
      readonly label: Said
      /** What it is called to somebody who does not see what it stands beside; begins with the label. */
      readonly name?: Said
    }
  /** ISO; told in the reader's language and the clinic's time zone */
  | { readonly kind: 'moment'; readonly at: string }
  | { readonly kind: 'day'; readonly at: string }
  /** an identifier or address, letter by letter */
  | { readonly kind: 'code'; readonly value: string }
  | { readonly kind: 'tag'; readonly label: Said; readonly tone: Tone }
  | { readonly kind: 'lines'; readonly cells: readonly Cell[] }

export interface ConsoleLink {
  readonly href: string
  readonly label: Said
}

/** Shorthands, so that a page reads like what it shows. */
export const link = (href: string, label: Said, name?: Said): Cell => ({
  kind: 'link',
  href,
  label,
  ...(name ? { name } : {}),
})
export const moment = (at: string | undefined): Cell => (at ? { kind: 'moment', at } : '')
export const day = (at: string | undefined): Cell => (at ? { kind: 'day', at } : '')
export const code = (value: string | undefined): Cell => (value ? { kind: 'code', value } : '')
export const tag = (label: Said, tone: Tone = 'plain'): Cell => ({ kind: 'tag', label, tone })
export const lines = (cells: readonly Cell[]): Cell => ({ kind: 'lines', cells })
