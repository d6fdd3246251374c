import { checkUsername } from '../core/names.ts'
import type { StepContext } from '../flow-engine/contract.ts'
import { hours } from '../platform/index.ts'
import { isUsernameTaken } from '../store/accounts.ts'
import type { Reader } from '../store/index.ts'

/**
 * What is wrong with a new username by itself.
 * @param emails the person's own verified addresses: the only ones that may be their username
 */
export const usernameFault = (username: string, emails: readonly string[]): string | undefined =>
  username.includes('@') && !emails.includes(username) ? 'username-not-your-email' : checkUsername(username)

/** Counted before it is looked up, so that nobody reads the list of usernames out of it. */
export async function takenProblem(
  { house }: Pick<StepContext, 'house'>,
  whose: string,
  username: string,
): Promise<string | undefined> {
  const rule = { points: house.settings.limits.username_tries, seconds: hours(24) }
  const budget = await house.limits.charge('username-lookup', whose, rule)
  if (!budget.allowed) return 'username-tries'
  return (await isUsernameTaken(house.db, house.sealer, username)) ? 'username-taken' : undefined
}

/** The first of these that nobody has. */
export async function firstFree(
  read: Reader,
  { house }: Pick<StepContext, 'house'>,
  candidates: readonly string[],
): Promise<string | undefined> {
  for (const name of candidates) if (!(await isUsernameTaken(read, house.sealer, name))) return name
  return undefined
}
