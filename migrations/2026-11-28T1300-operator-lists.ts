import type { Kysely } from 'kysely'
import { createIndexOnline } from './online.ts'

/** Online: its tables may hold millions, and journeys write to them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createIndexOnline(db, 'audit_events_type', 'audit_events (type, id)')
  await createIndexOnline(db, 'access_codes_organization', 'access_codes (organization_id, id)')
  await createIndexOnline(db, 'invitations_organization', 'invitations (organization_id, id)')
  await createIndexOnline(db, 'messages_unsent', "messages (organization_id, state, id) where state <> 'sent'")
}
