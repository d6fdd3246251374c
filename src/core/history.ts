/** What a person's own history says of an event: the text's id, and whether "this wasn't me" makes sense for it. */
export interface HistoryKind {
  readonly text: string
  readonly mayDeny: boolean
}

const theirs = (text: string): HistoryKind => ({ text: `history.${text}`, mayDeny: true })
const told = (text: string): HistoryKind => ({ text: `history.${text}`, mayDeny: false })

const kinds: Readonly<Record<string, HistoryKind>> = {
  'account.signed-in': theirs('signed-in'),
  'account.stepped-up': theirs('stepped-up'),
  'account.activated': theirs('activated'),
  'account.registered': theirs('activated'),
  'account.invited': theirs('activated'),
  'account-link.added': theirs('record-added'),
  'family-access.requested': theirs('family-requested'),
  'account.password-changed': theirs('password-changed'),
  'account.username-changed': theirs('username-changed'),
  'account.factor-added': theirs('factor-added'),
  'account.factor-removed': theirs('factor-removed'),
  'account.insurer-linked': theirs('insurer-linked'),
  'account.insurer-unlinked': theirs('insurer-unlinked'),
  'account.recovery-codes-made': theirs('recovery-codes-made'),
  'account.recovered': theirs('recovered'),
  'account.username-told': theirs('username-told'),
  'account.contact-added': theirs('contact-added'),
  'account.contact-removed': theirs('contact-removed'),
  'account.contact-primary': theirs('contact-primary'),
  'account.contacts-restored': theirs('contacts-restored'),
  'account.closed': theirs('closed'),
  'account.reopened': theirs('reopened'),
  // the owner of an erased account is gone, and so is everything that a lock would keep
  'account.erased': told('erased'),
  'account.imported': told('imported'),
  'account.upgraded': theirs('upgraded'),
  'account.passkey-copied': told('passkey-copied'),
  'account.factor-reset-stopped': told('reset-stopped'),
  'account.link-asleep': told('link-asleep'),
  'account.links-woken': told('links-woken'),
  'account.device-forgotten': theirs('device-forgotten'),
  'account.portal-disconnected': theirs('portal-disconnected'),
  'account.preferences-changed': theirs('preferences-changed'),
  'account.locked': told('locked'),
  'account.unlocked': told('unlocked'),
  'account.password-locked': told('password-locked'),
  'recovery.link-sent': told('recovery-asked'),
  'session.ended': told('session-ended'),
  'oidc.authorized': theirs('portal-opened'),
  'flow.sign-in.password.retry': told('wrong-password'),
  'prospect.tied': told('staff.tied'),
  'prospect.merged': told('staff.merged'),
  'prospect.undone': told('staff.untied'),
  'help-desk.looked-up': told('staff.looked-up'),
  'help-desk.caller-code-sent': told('staff.code-sent'),
  'help-desk.caller-proven': told('staff.caller-proven'),
  'help-desk.caller-refused': told('staff.caller-refused'),
  'help-desk.identity-checked': told('staff.identity-checked'),
  'help-desk.unlocked': told('staff.unlocked'),
  'help-desk.sessions-ended': told('staff.sessions-ended'),
  'help-desk.recovery-begun': told('staff.recovery-begun'),
  'help-desk.factor-reset-requested': told('staff.reset-requested'),
  'help-desk.factor-reset-done': told('staff.reset-done'),
  'help-desk.factor-reset-stopped': told('staff.reset-stopped'),
}

/** Types of events that a person's history shows besides everything about the account itself (`account.…`). */
export const historyTypes: readonly string[] = Object.keys(kinds)

/** Begins the types of what is done to an account, whatever they will be called. */
export const historyPrefix = 'account.'

/** A change that has no words of its own is told as one all the same: nothing is kept from its owner. */
export const historyKindOf = (type: string): HistoryKind => kinds[type] ?? theirs('change')

/** Ids of every text that a history can show. */
export const historyTexts: readonly string[] = [
  ...new Set([...Object.values(kinds).map(kind => kind.text), 'history.change']),
]

/** Who did it, as far as its owner is told: themselves, somebody who works here, or the service. */
export function historyActor(
  { type, actor }: { readonly type: string; readonly actor: string | null },
  accountId: string,
): 'person' | 'staff' | 'service' {
  if (type.startsWith('help-desk.') || type.startsWith('prospect.')) return 'staff'
  if (actor === null || actor === accountId) return 'person'
  return actor.startsWith('system:') ? 'service' : 'staff'
}
