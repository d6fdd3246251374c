import type { HandedLink, Letter } from '../letter.ts'
import type { Text } from '../texts.ts'
import type { ChartSection } from './chart.ts'
import type { ConsoleForm } from './form.ts'
import type { Cell, ConsoleLink, Said } from './words.ts'

/**
 * A page of the console is data: one template draws all of them, and tests read them. Every page works as plain HTML.
 */
export interface ConsolePage {
  /** Stable name, also the screenshot's: `clients`, `client-edit`. */
  readonly name: string
  readonly title: Said
  /** From the overview to here, the page itself left out. */
  readonly trail?: readonly ConsoleLink[]
  readonly lead?: readonly Said[]
  /** What can be begun from here, such as "New client". */
  readonly links?: readonly ConsoleLink[]
  readonly sections: readonly ConsoleSection[]
  /** `formKey` of a folded form that is open: what was kept stands in it. */
  readonly opens?: string
}

export type ConsoleSection =
  | FactsSection
  | TableSection
  | ConsoleForm
  | ChartSection
  | CodeSection
  | NoticeSection
  | PaperSection
  | SheetSection
  | WaysSection
  | PreviewSection

/** What is known of one thing. */
export interface FactsSection {
  readonly kind: 'facts'
  readonly heading?: Said
  readonly lead?: readonly Said[]
  readonly facts: readonly { readonly label: Said; readonly value: Cell }[]
  readonly links?: readonly ConsoleLink[]
}

/** Rows of the same kind; on a phone each is a card. The first cell names its row. */
export interface TableSection {
  readonly kind: 'table'
  readonly heading: Said
  readonly lead?: readonly Said[]
  readonly columns: readonly Column[]
  readonly rows: readonly { readonly cells: readonly Cell[] }[]
  /** Said where there is no row. */
  readonly empty: Text
  /** The rest of the list. */
  readonly next?: string
  readonly links?: readonly ConsoleLink[]
}
export interface Column {
  readonly label: Text
  readonly isNumber?: boolean
}

/** Something to copy into a file or a terminal. */
export interface CodeSection {
  readonly kind: 'code'
  readonly label: Said
  readonly lead?: readonly Said[]
  readonly code: string
}

export interface NoticeSection {
  readonly kind: 'notice'
  readonly tone: 'plain' | 'good' | 'bad'
  readonly heading?: Said
  readonly body: readonly Said[]
  readonly links?: readonly ConsoleLink[]
}

/** The only thing of its page that is printed: what is handed to somebody, or shown this once. */
export interface PaperSection {
  readonly kind: 'paper'
  readonly heading: Said
  readonly body: readonly Said[]
  /** Big, letter by letter. */
  readonly code?: string
  readonly after?: readonly Said[]
}

/** A sheet that is handed over or posted, just as the command line writes it: the only thing of its page that is printed. */
export interface SheetSection {
  readonly kind: 'sheet'
  readonly heading: Said
  /** For whoever prints it; not printed. */
  readonly lead?: readonly Said[]
  readonly sheet:
    | { readonly kind: 'letter'; readonly letter: Letter }
    | { readonly kind: 'handed-link'; readonly page: HandedLink }
}

/** Big rows to other places, with how many wait there. */
export interface WaysSection {
  readonly kind: 'ways'
  readonly heading?: Said
  readonly ways: readonly (ConsoleLink & { readonly help?: Said; readonly count?: number })[]
}

/** A brand as the hosted pages would show it, by day and by night. */
export interface PreviewSection {
  readonly kind: 'preview'
  readonly heading: Said
  readonly brand: {
    readonly name: string
    readonly accent?: string
    readonly accentDark?: string
    readonly logo?: string
  }
  readonly sample: { readonly title: Said; readonly body: Said; readonly link: Said; readonly button: Said }
}

export const formsOf = (page: ConsolePage): readonly ConsoleForm[] =>
  page.sections.filter(section => section.kind === 'form')

/** The same page with one form in place of another. */
export const withForm = (page: ConsolePage, form: ConsoleForm): ConsolePage => ({
  ...page,
  sections: page.sections.map(section =>
    section.kind === 'form' && section.act === form.act && section.key === form.key ? form : section,
  ),
})
