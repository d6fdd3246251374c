import type { Language } from '../../core/index.ts'

/** What the organization decides; nothing of the registry. */
export interface ApplyScene {
  readonly now: Date
  readonly language: Language
  readonly timeZone: string
  readonly phoneCountry: string
  readonly isOpen: boolean
}
