import type { ObjectTable } from '../store/configuration.ts'
import type { Reader, Transaction } from '../store/index.ts'
import type { House } from './house.ts'

export type ObjectHouse = Pick<House, 'sealer' | 'db' | 'texts'>

/** What the database holds of an object, in the form of a file (secrets as they are). */
export interface StoredObject<O> {
  readonly object: O
  readonly version: number
  readonly managedBy: 'file' | 'api'
}

/** Who writes an object, and when: from then on it is theirs. */
export interface ObjectWrite {
  readonly managedBy: 'file' | 'api'
  readonly at: Date
}

/** How one kind of object is read, compared, written and deleted. `plan`, `apply` and `export` stand on these. */
export interface ObjectKind<O extends { readonly id: string }> {
  readonly kind: string
  readonly table: ObjectTable
  find(read: Reader, house: ObjectHouse, id: string): Promise<StoredObject<O> | undefined>
  /** The object that should be stored: the file's, completed by what the file leaves to the database. */
  settle(described: O, stored: O | undefined): O
  create(tx: Transaction, house: ObjectHouse, object: O, write: ObjectWrite): Promise<void>
  /** @returns false where somebody else changed it meanwhile. */
  update(tx: Transaction, house: ObjectHouse, object: O, version: number, write: ObjectWrite): Promise<boolean>
  /** Why it cannot be deleted, beside other objects that name it: what people have through it. */
  heldBy?(read: Reader, id: string): Promise<string | undefined>
  /**
   * What goes with it, before its row does: tokens, what was fetched for it.
   * @returns how much of what, for the audit
   */
  remove?(tx: Transaction, id: string, at: Date): Promise<Readonly<Record<string, number>>>
  /** Without secrets, for the audit and for plans. */
  mask(object: O): Readonly<Record<string, unknown>>
  /** What the audit names it by. */
  subject(object: O): { readonly organizationId?: string; readonly clientId?: string }
}
