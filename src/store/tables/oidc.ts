export interface SessionsTable {
  /** oidc-provider's session uid, hashed: purpose `session.uid` */
  uid_hash: Buffer
  account_id: string
  started_at: Date
  last_active_at: Date
  device_label: string | null
  ip_sealed: Buffer | null
  ended_at: Date | null
  expires_at: Date
}

/** Which portals a session has signed in at; oidc-provider's own `authorizations` is overwritten by parallel saves. */
export interface SessionClientsTable {
  session_uid_hash: Buffer
  client_id: string
  grant_hash: Buffer | null
  /** purpose `session_clients.authorization`: {sid, grantId?, persistsLogout?} */
  authorization_sealed: Buffer
  updated_at: Date
}

export interface OidcArtifactsTable {
  model: string
  /** purpose `oidc.<model>` over the library's id, which is the bearer value itself */
  id_hash: Buffer
  account_id: string | null
  client_id: string | null
  grant_hash: Buffer | null
  uid_hash: Buffer | null
  user_code_hash: Buffer | null
  /** the refresh token that this one replaced */
  parent_hash: Buffer | null
  /** purpose `oidc.payload`, without `jti` */
  payload_sealed: Buffer
  consumed_at: Date | null
  /** grace of a rotated refresh token; ends when one that replaced it is used */
  repeatable_until: Date | null
  revoked_at: Date | null
  expires_at: Date
}

export interface ReplaysTable {
  hash: Buffer
  expires_at: Date
}
