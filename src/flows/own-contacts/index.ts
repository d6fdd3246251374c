/**
 * A person's own phones and addresses: added, replaced, removed, put first, and put back by a link. May not touch a
 * contact of record. Invariant: a new one is verified before it is kept; whoever was reached before learns of it and can
 * undo it; the last one, and the address that is the username, cannot go.
 */
export { addEmail } from './add-email.ts'
export { addPhone } from './add-phone.ts'
export { primaryContact, removeContact } from './standing.ts'
export { texts as ownContactsTexts } from './texts.ts'
export { undoChangeFlow } from './undo.ts'
