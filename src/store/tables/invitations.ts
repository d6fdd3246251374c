export type InvitationOrigin = 'staff' | 'import' | 'notice'
export type InvitationEnd = 'superseded' | 'revoked' | 'not-me'

export interface InvitationsTable {
  id: string
  organization_id: string
  patient_id: string
  /** purpose `link.invitation` */
  token_hash: Buffer
  origin: InvitationOrigin
  /** purpose `contact.value`: the mailbox of record that it went to */
  email_sealed: Buffer
  /** {@link InvitedRepresentative}; null where nobody but the patient is expected */
  representative_sealed: Buffer | null
  /** {@link InvitationEnds} */
  ends_sealed: Buffer
  used_at: Date | null
  used_by_account_id: string | null
  ended_at: Date | null
  ended_why: InvitationEnd | null
  issued_by: string
  expires_at: Date
  created_at: Date
}

/** What `invitations.representative_sealed` opens to: as staff recorded them when inviting. */
export interface InvitedRepresentative {
  name: { given: string; family: string }
  relationship: 'parent' | 'guardian' | 'representative' | 'caregiver'
  /** why they may, such as `power of attorney` */
  basis: string
  /** E.164; their own, proven before anything is asked for in their name */
  phone: string
}

/** What `invitations.ends_sealed` opens to. The address can tell what a notice is about. */
export interface InvitationEnds {
  client_id?: string
  target_link_uri?: string
}
