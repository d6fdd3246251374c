import type { House } from '../../src/operations/house.ts'
import { newId, now } from '../../src/platform/index.ts'
import { createAccountContact } from '../../src/store/account-contacts.ts'
import { notes } from './canaries.ts'
import type { World } from './world.ts'

/** One more verified contact of an account, as old as the account. @returns its id */
export async function addContact(
  house: House,
  accountId: string,
  kind: 'phone' | 'email',
  value: string,
): Promise<string> {
  notes(kind, value)
  const contact = { id: newId(), accountId, kind, value, verifiedAt: now(), primary: false }
  await house.db.transaction().execute(tx => createAccountContact(tx, house.sealer, contact, now()))
  return contact.id
}

/** Id of the first contact of a kind. */
export async function contactOf({ database }: World, accountId: string, kind: 'phone' | 'email'): Promise<string> {
  const row = await database.db
    .selectFrom('account_contacts')
    .select('id')
    .where('account_id', '=', accountId)
    .where('kind', '=', kind)
    .orderBy('primary', 'desc')
    .orderBy('created_at')
    .executeTakeFirstOrThrow()
  return row.id
}

/** Links that undo a change, in the messages to a phone or address, newest first. */
export async function undoLinksIn(world: World, to: string): Promise<readonly string[]> {
  const links = (await world.inbox.messages(to)).flatMap(message => message.links)
  const found = links.filter(link => /^\/(undo|reopen)\//.test(new URL(link).pathname))
  for (const link of found) notes('undo link', new URL(link).pathname.split('/').at(-1))
  return [...new Set(found)]
}

export async function undoLinkIn(world: World, to: string): Promise<string> {
  const [link] = await undoLinksIn(world, to)
  if (!link) throw new Error('no link was sent there')
  return link
}
