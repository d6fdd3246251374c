export interface InsurerMetadataTable {
  insurer: string
  source: string
  /** discovery document (JSON) or SAML metadata (XML), as it was fetched */
  document: string
  fetched_at: Date
}

export interface SamlKeysTable {
  id: string
  state: 'next' | 'active' | 'retiring' | 'retired'
  /** PEM */
  certificate: string
  /** purpose `saml-key`: PKCS #8, PEM; sealed null once retired */
  private_key_sealed: Buffer
  created_at: Date
  not_after: Date
}
