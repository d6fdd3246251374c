import type { Generated } from 'kysely'
import type { Json, LocalText } from './columns.ts'

export interface OrganizationsTable {
  id: string
  name: Json<LocalText>
  /** accent colour, logo path, help phone and hours, privacy and terms addresses */
  branding: Json<Branding>
  time_zone: string
  default_language: 'en' | 'es'
  home_client_id: string | null
  settings: Json<object>
  managed_by: 'file' | 'api'
  version: Generated<number>
  /** the version that a file wrote last */
  file_version: Generated<number | null>
  created_at: Date
  updated_at: Date
}

export interface Branding {
  accent?: string
  accent_dark?: string
  logo?: string
  help_phone?: string
  help_hours?: LocalText
  privacy_url?: string
  terms_url?: string
}

export interface LocationsTable {
  id: string
  organization_id: string
  name: string
  address: Json<object> | null
  source_id: string | null
  active: Generated<boolean>
}

export interface ProvidersTable {
  id: string
  organization_id: string
  location_id: string | null
  name: string
  npi: string | null
  source_id: string | null
  active: Generated<boolean>
}

export interface PoliciesTable {
  /** `installation`, or a population */
  id: string
  object: Json<object>
  managed_by: 'file' | 'api'
  version: Generated<number>
  /** the version that a file wrote last */
  file_version: Generated<number | null>
  created_at: Date
  updated_at: Date
}

/** What an organisation has in an object of its own: branding, or texts. */
export interface OrganizationPartsTable {
  /** the organisation's */
  id: string
  object: Json<object>
  managed_by: 'file' | 'api'
  version: Generated<number>
  file_version: Generated<number | null>
  created_at: Date
  updated_at: Date
}

export interface ClientsTable {
  id: string
  organization_id: string | null
  /** the client object as CONTRACT.md has it, without secrets */
  object: Json<object>
  /** purpose `client.secrets`: JSON array of strings, newest first; null for public and key-based clients */
  secrets_sealed: Buffer | null
  managed_by: 'file' | 'api'
  version: Generated<number>
  /** the version that a file wrote last */
  file_version: Generated<number | null>
  created_at: Date
  updated_at: Date
}
