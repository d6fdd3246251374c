import type { Language, LocalText, Text } from './texts.ts'

/**
 * A page is data. A step's pure `page` function returns one; templates in `views/` draw it; tests read it. Every page
 * works as a plain HTML form; what a script adds is named here (`countdownTo`, `warnAt`), never needed.
 */
export type Page = FormPage | ChoicePage | NoticePage | ListPage

/** What a page wants of the device's passkeys. Its script fills the field `passkey` and sends the page's form. */
export interface PasskeyUse {
  /** `sign-in` stands beside the form's own fields, and at the username's autofill; the others are the page's purpose. */
  readonly use: 'sign-in' | 'confirm' | 'create'
  /** The words on its button. */
  readonly label: Text
}

interface PageBase {
  /** Stable name, also the screenshot's: `sign-in`, `enter-access-code`. */
  readonly name: string
  readonly title: Text
  /** "Step 2 of 5"; left out where the number of steps is not known. */
  readonly progress?: { readonly step: number; readonly of: number }
  /** Paragraphs under the title. */
  readonly lead?: readonly Text[]
  /** A list under the paragraphs. */
  readonly items?: readonly Text[]
  /** Something to scan with a phone. */
  readonly qr?: { readonly value: string; readonly label: Text }
  /** A tinted box: explanations, next steps. */
  readonly notes?: readonly Note[]
  /** A passkey, asked for or made by a script; without one the page's other ways stand there. */
  readonly passkey?: PasskeyUse
  /** A small heading over `actions`, such as "No code yet?". */
  readonly actionsHeading?: Text
  /** Further submit buttons of the same form (`name="action"`), such as resend, call me, use another way. */
  readonly actions?: readonly Action[]
  /** Quiet links under the form. */
  readonly links?: readonly Link[]
  /** Big link rows after an "or". */
  readonly ways?: readonly Link[]
}
export interface FormPage extends PageBase {
  readonly kind: 'form'
  readonly fields: readonly Field[]
  /** Left out where a passkey's button is what the page is for. */
  readonly submit?: Text
  /** Where the form posts; the step's own address when left out. */
  readonly action?: string
}
export interface ChoicePage extends PageBase {
  readonly kind: 'choice'
  /** The radio group's field name, such as `factor`. */
  readonly field: string
  readonly legend: Text
  readonly options: readonly Option[]
  readonly submit: Text
}
export interface NoticePage extends PageBase {
  readonly kind: 'notice'
  /** `end`: nothing more to do here; `dead-end`: help phone, hours and reference code are shown. */
  readonly tone: 'good' | 'plain' | 'end' | 'dead-end'
  readonly submit?: Text
  /** A button that prints the page; a script brings it, and the browser's own print does the same. */
  readonly print?: Text
}

/** Things that stand, in sections of rows: what an account holds, sessions, what happened. */
export interface ListPage extends PageBase {
  readonly kind: 'list'
  readonly sections: readonly ListSection[]
  readonly submit?: Text
}
export interface ListSection {
  readonly heading?: Text
  readonly lead?: readonly Text[]
  readonly rows: readonly ListRow[]
  /** Said where there is no row. */
  readonly empty?: Text
  /** Under the rows: what can be done with all of them, or added. */
  readonly links?: readonly Link[]
  readonly actions?: readonly Action[]
}
export interface ListRow {
  readonly label: Text
  /** A short mark beside the label, such as "This device". */
  readonly tag?: Text
  /** Lines under the label: how it stands now. */
  readonly lines?: readonly Text[]
  readonly links?: readonly Link[]
  /** A submit button that is about this row; the row's label is read with it. */
  readonly action?: Action
}

export interface Note {
  readonly heading?: Text
  readonly body: readonly Text[]
  readonly links?: readonly Link[]
}
export interface Option {
  readonly value: string
  readonly label: Text
  readonly help?: Text
  readonly recommended?: boolean
  readonly checked?: boolean
  /** Of radio buttons: shown by the page's script alone, where the browser can use passkeys. */
  readonly needsPasskey?: boolean
}
export interface Action {
  /** Value of the submit button named `action`. */
  readonly value: string
  readonly label: Text
  /** As big as the main button, so that "Not now" is an equal choice. */
  readonly prominent?: boolean
  /** Seconds until it may be pressed; the page says so, a script counts down. */
  readonly availableIn?: number
  /** Shown by the page's script alone, where the browser can use passkeys. */
  readonly needsPasskey?: boolean
  /** Sentence before the button, such as "You can ask for a new one in 24 seconds." */
  readonly hint?: Text
}
export interface Link {
  readonly href: string
  readonly label: Text
  /** What it is called to somebody who does not see the row that it stands in; begins with the label. */
  readonly name?: Text
}

interface FieldBase {
  /** Names are fixed by the contract: `username`, `access_code`, … */
  readonly name: string
  readonly label: Text
  readonly hint?: Text
  /** What was typed before; never set for secrets. */
  readonly value?: string
}
export type Field =
  | (FieldBase & {
      readonly kind: 'text'
      readonly autocomplete?: string
      readonly inputmode?: 'text' | 'numeric' | 'tel' | 'email'
      readonly optional?: boolean
    })
  | (FieldBase & {
      readonly kind: 'username' /** a new one is chosen, not an old one entered */
      readonly isNew?: boolean
    })
  | (FieldBase & { readonly kind: 'password'; readonly isNew?: boolean; readonly minLength?: number })
  /** `isKept`: longer, from a list that the person keeps; no device may fill it in from a message. */
  | (FieldBase & { readonly kind: 'code'; readonly isKept?: boolean })
  | (FieldBase & { readonly kind: 'access-code' })
  | (FieldBase & { readonly kind: 'phone' })
  | (FieldBase & { readonly kind: 'email' })
  /** Three text fields: `${name}_month`, `${name}_day`, `${name}_year`; `value` is not used, `parts` is. */
  | (FieldBase & {
      readonly kind: 'date'
      readonly parts?: { day?: string; month?: string; year?: string }
      readonly autocomplete?: 'bday'
    })
  | (FieldBase & { readonly kind: 'checkbox'; readonly checked?: boolean; readonly links?: readonly Link[] })
  | (FieldBase & { readonly kind: 'hidden' })
  | (FieldBase & { readonly kind: 'radio' | 'select'; readonly options: readonly Option[] })

/** What went wrong with one submit: a summary that takes focus, and links to the fields. */
export interface Trouble {
  readonly heading: Text
  readonly items: readonly { readonly text: Text; readonly field?: string }[]
  /** What usually helps, told as a good clerk would: shown in a tinted box under the title. */
  readonly notes?: readonly Note[]
}

/** Who the page speaks for and whom it speaks to; the frame around every page. */
export interface PageContext {
  readonly language: Language
  readonly organization: {
    readonly id: string
    readonly name: LocalText
    readonly accent?: string
    readonly accentDark?: string
    readonly logo?: string
    readonly helpPhone?: string
    readonly helpHours?: LocalText
    readonly privacyUrl?: string
    readonly termsUrl?: string
    /** IANA name, such as `America/Chicago`: dates on pages are told in it. */
    readonly timeZone?: string
    /** `false`: nobody registers there by themself. */
    readonly selfRegistration?: boolean
    /** `false`: nobody applies for access there. */
    readonly applications?: boolean
  }
  /** Where the person is going: "You are going to: <b>Patient portal</b>". */
  readonly going?: LocalText
  /** Addresses of other places, inside the interaction where there is one. */
  readonly paths: PagePaths
  readonly loginHint?: string
  /** The reference code of this journey. */
  readonly reference?: string
}
export interface PagePaths {
  readonly signIn: string
  readonly activate: string
  /** `undefined` while that room is not built or the organisation has it off: the link is left out. */
  readonly register?: string
  readonly apply?: string
  readonly recover?: string
  readonly insurer?: string
}

/** Everything a template needs to draw one response. */
export interface Screen {
  readonly page: Page
  readonly context: PageContext
  /** Address that the form posts to. */
  readonly action: string
  readonly csrf: string
  readonly nonce: string
  readonly trouble?: Trouble
  /** A short message after a `stay`, such as "We sent a new code". */
  readonly notice?: Text
  /** The same address in the other language. */
  readonly languageSwitch: string
  /** Seconds until this page stops working and a warning is due before it; a press on "I need more time" extends. */
  readonly timeout?: { readonly warnAfter: number; readonly endAfter: number; readonly extendAction: string }
}
