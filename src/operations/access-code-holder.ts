import type { Sealer } from '../platform/index.ts'
import type { AccountLinksTable } from '../store/index.ts'

/** The named person who holds a code for somebody else, as staff recorded them (`access_codes.representative_sealed`). */
export interface Representative {
  readonly name: { readonly given: string; readonly family: string }
  readonly relationship: Exclude<AccountLinksTable['relationship'], 'self'>
  /** why they may, such as `parent` or `power-of-attorney` */
  readonly basis: string
}

/** @returns undefined where the patient is the holder. */
export const openRepresentative = (sealer: Sealer, sealed: Buffer | null): Representative | undefined =>
  sealed ? sealer.openJson<Representative>('access_codes.representative', sealed) : undefined
