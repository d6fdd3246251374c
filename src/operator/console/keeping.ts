import { type ConsoleForm, type ConsolePage, formKey, formsOf, typedForm, withForm } from '../../core/console/index.ts'
import type { House } from '../../operations/house.ts'
import { addSeconds, hours, newToken, now } from '../../platform/index.ts'
import { createConsoleForm, findConsoleForm, type KeptForm } from '../../store/console-forms.ts'

const keptFor = hours(1)

/** Keeps what was typed until its sender has signed in again. @returns what it is known by in an address */
export async function keepForm(
  { db, sealer, random }: Pick<House, 'db' | 'sealer' | 'random'>,
  { browser, accountId, form }: { readonly browser: string; readonly accountId: string; readonly form: KeptForm },
): Promise<string> {
  const token = newToken(random)
  const at = now()
  await createConsoleForm(db, sealer, { browser, token }, { accountId, form, expiresAt: addSeconds(at, keptFor) }, at)
  return token
}

export const findKept = (
  { db, sealer }: Pick<House, 'db' | 'sealer'>,
  { browser, token, accountId }: { readonly browser: string; readonly token: string; readonly accountId: string },
): Promise<KeptForm | undefined> => findConsoleForm(db, sealer, { browser, token }, accountId, now())

/** The form of a page that posts to an act. */
export const formAt = (page: ConsolePage, act: string, key: string): ConsoleForm | undefined =>
  formsOf(page).find(form => form.act === act && (form.key ?? '') === key)

/** The page with one form filled in as it was typed; where its thing has changed since, with how it stands now. */
export function filledIn(
  page: ConsolePage,
  form: ConsoleForm,
  { values, version }: Pick<KeptForm, 'values' | 'version'>,
): ConsolePage {
  const isChanged = (form.version ?? 0) !== version
  return { ...withForm(page, typedForm(form, values, isChanged)), opens: formKey(form) }
}
