import type { Json } from './columns.ts'

export interface DataKeysTable {
  id: number
  use: 'sealing' | 'index'
  wrapped: Buffer
  wrapping_key: string
  state: 'active' | 'retired'
  created_at: Date
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
