import { newAuthenticatorSecret } from '../factors/index.ts'
import { addAuthenticator } from '../operations/factors.ts'
import type { House } from '../operations/house.ts'
import { createPerson } from '../operations/new-account.ts'
import { newId, now } from '../platform/index.ts'
import { isUsernameTaken } from '../store/accounts.ts'
import { createOperator } from '../store/operators.ts'
import type { SeededOperator } from './people.ts'
import { actor } from './seed-accounts.ts'
import { type DemoState, saveState } from './state.ts'

/** Somebody of the staff who can sign in at once, with an authenticator app; twice changes nothing. */
export async function bringOperator(
  house: House,
  seeded: SeededOperator,
  { state, dataDir }: { readonly state: DemoState; readonly dataDir: string },
): Promise<void> {
  const { username, password, given, family, email, role, organizations } = seeded
  if (await isUsernameTaken(house.db, house.sealer, username)) return
  const secret = state.authenticators[username] ?? newAuthenticatorSecret(house.random)
  // known before the account is: a demo that was killed in between still shows it
  state.authenticators = { ...state.authenticators, [username]: secret }
  await saveState(dataDir, state)
  const passwordHash = await house.hasher.hash(password)
  const at = now()
  await house.db.transaction().execute(async tx => {
    const accountId = newId()
    const person = {
      profile: { given, family },
      username,
      passwordHash,
      language: 'en',
      termsVersion: house.settings.terms.version,
      email,
      notices: {},
    } as const
    if (!(await createPerson(tx, house, { id: accountId, population: 'staff' }, person, at)))
      throw new Error(`the demo's username ${username} is taken: use --reset`)
    await addAuthenticator(tx, house, { accountId, secret, name: 'Demo app', step: 0 }, at)
    const grant = { role, ...(organizations ? { organizations } : {}) }
    await createOperator(tx, { accountId, ...grant, createdBy: actor }, at)
  })
}
