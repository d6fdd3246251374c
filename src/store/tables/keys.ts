import type { ColumnType, Generated } from 'kysely'
import type { Json } from './columns.ts'

export interface DataKeysTable {
  id: number
  use: 'sealing' | 'index'
  wrapped: Buffer
  wrapping_key: string
  /** `next`: opens, and will seal once every instance knows it; `retired`: opens what is not yet sealed anew */
  state: 'next' | 'active' | 'retired'
  created_at: Date
  changed_at: Generated<Date | null>
}

/** How far a table is sealed anew with a key. */
export interface ResealProgressTable {
  key_id: number
  table_name: string
  /** The first block of the table that this pass has not looked at; bigint */
  next_block: ColumnType<string, number | undefined, number>
  done_at: Generated<Date | null>
}

export interface SigningKeysTable {
  kid: string
  algorithm: 'ES256' | 'RS256'
  state: 'next' | 'active' | 'retiring' | 'retired'
  public_jwk: Json<object>
  /** purpose `signing-key` */
  private_jwk_sealed: Buffer
  created_at: Date
  activated_at: Date | null
  retiring_at: Date | null
}
