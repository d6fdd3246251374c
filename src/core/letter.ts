import type { Language, LocalText } from './texts.ts'

/**
 * The printed letter that carries an access code. It says nothing that the code is protected by: no birth date, no
 * record number.
 */
export interface Letter {
  readonly organization: {
    readonly name: LocalText
    readonly accent?: string
    readonly logo?: string
    readonly helpPhone?: string
    readonly helpHours?: LocalText
    /** Lines of the return address. */
    readonly address?: readonly string[]
  }
  /** Both languages are printed; this one first. */
  readonly language: Language
  /** The name in use, and where the letter goes. */
  readonly recipient?: { readonly name: string; readonly address?: readonly string[] }
  /** In the form that is indexed or in groups; printed in groups. */
  readonly code: string
  /** Absolute address of the activation page, without the code: `https://id.example/activate`. */
  readonly activateUrl: string
  readonly writtenOn: Date
  readonly expiresAt: Date
  /** In which the two dates are told, such as `America/New_York`. */
  readonly timeZone: string
}

/** The page with a recovery link that the desk hands to somebody whose identity was checked in person. */
export interface HandedLink {
  readonly organization: { readonly name: LocalText; readonly accent?: string }
  readonly language: Language
  readonly link: string
  readonly expiresAt: Date
  readonly timeZone: string
}
