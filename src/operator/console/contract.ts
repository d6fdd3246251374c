import type { Readable } from 'node:stream'
import type { ChartSection, ConsoleForm, ConsolePage, TypedValues, WaysSection } from '../../core/console/index.ts'
import type { Language, Text } from '../../core/index.ts'
import type { AdminResource, AdminVerb } from '../../core/operator-access.ts'
import type { Caller } from '../api/contract.ts'
import type { InProcess } from '../api/index.ts'

/** An operator at work: looked up at this very request. */
export interface Operator extends Pick<Caller, 'words' | 'organizations'> {
  readonly accountId: string
  readonly role: NonNullable<Caller['role']>
}

/** What a page is made from. Everything that it shows or does goes through `api`, as this operator. */
export interface Place {
  readonly api: InProcess
  readonly operator: Operator
  /** The organisation that is worked for; '' where none is chosen. */
  readonly organization: string
  /** Of the address. */
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string | undefined>>
  readonly issuer: string
  readonly language: Language
  readonly timeZone: string | undefined
  /** What to show of what cannot be used anyway: the access table, no power of its own. */
  may(resource: AdminResource, verb: AdminVerb): boolean
}

/** A file in place of a page. */
export interface Download {
  readonly stream: Readable
  readonly type: string
  readonly filename: string
}

export interface ConsoleModule {
  /** `/console/clients/{id}` */
  readonly path: string
  /** Works for one organisation: where none is chosen, that is asked first. */
  readonly isForOrganization?: boolean
  /** @throws Refused where the API says no: the console draws that */
  load(place: Place): Promise<ConsolePage | Download>
  /** What its forms do, by the last part of the address that they post to. */
  readonly acts?: Readonly<Record<string, ConsoleAct>>
}
export interface ConsoleAct {
  /** Fields that are never drawn again nor kept. */
  readonly secrets?: readonly string[]
  /** Its form has a field of kind `file`. */
  readonly takesFile?: boolean
  /**
   * Writes carry the form's key and version by themselves (`place.api`). Make the same calls in the same order for the same
   * form, so that a second press gets the answers of the first.
   * @throws Refused as the API answers; @throws FormTrouble of what it could not even ask
   */
  handle(place: Place, typed: Typed): Promise<Done>
}
export type Done =
  /** Somewhere else (303), with a short message `console.notice.<notice>`. */
  | {
      readonly go: string
      readonly notice?: string
      /** The organisation that is worked for from now on. */
      readonly worksFor?: string
    }
  /** Shown at once: a result that stands in no address, such as of a search, or a secret. */
  | { readonly page: ConsolePage }

/** What was typed into a form. */
export interface Typed {
  readonly values: TypedValues
  /** Trimmed; '' where nothing was. */
  text(name: string): string
  /** The same, undefined where nothing was typed. */
  maybe(name: string): string | undefined
  isOn(name: string): boolean
  /** Of checkboxes. */
  all(name: string): readonly string[]
  /** Lines of a text area that hold something. */
  lines(name: string): readonly string[]
  /** What was chosen in a field of kind `file`; undefined where nothing was, or nothing is in it. */
  file(name: string): TypedFile | undefined
}
export interface TypedFile {
  readonly size: number
  stream(): Readable
}

/** What was typed cannot be asked for: said at the field, and nothing was done. */
export class FormTrouble extends Error {
  readonly items: readonly { readonly field: string; readonly said: Text }[]
  constructor(...items: readonly { readonly field: string; readonly said: Text }[]) {
    super('form trouble')
    this.items = items
  }
}

export const groups = ['people', 'portals', 'installation', 'records'] as const

/** Pages about one thing, and their place in the menu. */
export interface ConsoleArea {
  readonly modules: readonly ConsoleModule[]
  readonly menu?: readonly {
    readonly href: string
    readonly label: Text
    readonly group: (typeof groups)[number]
    /** Shown to those who may read it. */
    readonly resource: AdminResource
  }[]
  /** Rows of the overview: where to go, with how many wait there. Asks `place.may` first. */
  ways?(place: Place): Promise<WaysSection['ways']>
  /** Charts of the overview, and what is chosen for them. Asks first who may see them. */
  charts?(place: Place): Promise<readonly (ChartSection | ConsoleForm)[]>
}
