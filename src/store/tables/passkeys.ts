import type { Generated } from 'kysely'

/** A WebAuthn credential; `id` is that of its row in `account_factors`, which has its name and with which it goes. */
export interface PasskeysTable {
  id: string
  account_id: string
  /** 32 random bytes, the same for all passkeys of one account */
  user_handle: Buffer
  /** purpose `passkey.credential`, over the credential id in base64url */
  credential_index: Buffer
  /** purpose `passkeys.credential` */
  credential_sealed: Buffer
  /** COSE key (RFC 9052 §7); purpose `passkeys.public_key` */
  public_key_sealed: Buffer
  /** bigint, as text */
  counter: string
  transports: string[]
  is_synced: boolean
  is_backed_up: boolean
  /** somebody holds a copy: it opens nothing any more */
  copied_at: Generated<Date | null>
}

/** Who said "Not now" to a passkey. */
export interface PasskeyRefusalsTable {
  account_id: string
  expires_at: Date
}
