import type { House } from '../../src/operations/house.ts'
import { newId, now } from '../../src/platform/index.ts'
import { createAccountLink } from '../../src/store/account-links.ts'

/** Ties an account to the person's own record. */
export async function linkToSelf(
  house: House,
  accountId: string,
  patientId: string,
  organizationId = 'northside',
): Promise<void> {
  const link = { id: newId(), accountId, patientId, organizationId }
  await house.db
    .transaction()
    .execute(tx =>
      createAccountLink(tx, { ...link, relationship: 'self', access: 'full', basis: 'access-code' }, now()),
    )
}
