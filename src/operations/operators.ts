import type { Language } from '../core/index.ts'
import { normalizeUsername } from '../core/names.ts'
import { covers, type OperatorGrant } from '../core/operator-access.ts'
import { newId } from '../platform/index.ts'
import { findAccount } from '../store/accounts.ts'
import type { Transaction } from '../store/index.ts'
import {
  countOwnersForUpdate,
  createOperator,
  findOperator,
  type Operator,
  updateOperator,
} from '../store/operators.ts'
import { findOrganizations } from '../store/organizations.ts'
import { recordAudit } from './audit.ts'
import type { House } from './house.ts'
import { createPerson } from './new-account.ts'
import { createLinkInPerson } from './recovery.ts'
import { endSessionsOfAccount } from './sessions.ts'

export interface NewOperator extends OperatorGrant {
  readonly username: string
  readonly name: { readonly given: string; readonly family: string }
  /** Where security notices go. */
  readonly email: string
  /** The second factor of the first sign-in: a code by text. */
  readonly phone: string
  readonly language: Language
}
/** Who gives or takes a role: what they have themselves bounds it; the command line has everything. */
export interface RoleGiver {
  readonly actor: string
  readonly accountId?: string
  readonly organizations?: readonly string[]
  readonly reason: string
}
export type OperatorProblem =
  | 'operator-unknown'
  | 'username-taken'
  | 'organization-unknown'
  /** nobody gives what they do not have */
  | 'beyond-own-organizations'
  /** nobody changes their own role */
  | 'own-role'
  /** the last owner of the installation stays one */
  | 'last-owner'
  | 'changed-meanwhile'
export interface OperatorRefusal {
  readonly kind: 'refused'
  readonly problem: OperatorProblem
}
const refused = (problem: OperatorProblem): OperatorRefusal => ({ kind: 'refused', problem })

/** Thrown in a transaction that has written something already: all of it rolls back. */
class Refused extends Error {
  readonly problem: OperatorProblem
  constructor(problem: OperatorProblem) {
    super('a role was not given')
    this.problem = problem
  }
}
async function settled<T>(work: () => Promise<T>): Promise<T | OperatorRefusal> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Refused) return refused(error.problem)
    throw error
  }
}

/**
 * Makes an operator: an account of the staff without a password, and a link to hand over with which its owner sets one,
 * once. Staff sign in with two factors, so the phone is what the first sign-in asks for.
 */
export function makeOperator(
  house: House,
  wanted: NewOperator,
  by: RoleGiver,
  at: Date,
): Promise<
  | { readonly kind: 'made'; readonly accountId: string; readonly link: string; readonly expiresAt: Date }
  | OperatorRefusal
> {
  return settled(() =>
    house.db.transaction().execute(async tx => {
      await checkGrant(tx, wanted, by)
      const accountId = newId()
      const { username, name, email, phone, language, role, organizations } = wanted
      const person = {
        profile: name,
        username: normalizeUsername(username),
        language,
        termsVersion: house.settings.terms.version,
        email,
        phone,
        securityOption: 'text-code',
        notices: {},
      } as const
      if (!(await createPerson(tx, house, { id: accountId, population: 'staff' }, person, at)))
        throw new Refused('username-taken')
      await createOperator(tx, { accountId, role, ...within(organizations), createdBy: by.actor }, at)
      const organization = organizations?.[0] ?? ''
      const handed = await createLinkInPerson(tx, house, { accountId, organization }, at)
      await audit(tx, house, 'operator.created', accountId, by, { role, organizations: organizations ?? 'all' })
      return { kind: 'made', accountId, ...handed } as const
    }),
  )
}

const within = (organizations: readonly string[] | undefined) => (organizations ? { organizations } : {})

/** Another set-up link, where the first one was lost: only while its owner never signed in. */
export function renewOperatorLink(
  house: House,
  accountId: string,
  by: RoleGiver,
  at: Date,
): Promise<{ readonly kind: 'made'; readonly link: string; readonly expiresAt: Date } | OperatorRefusal> {
  return settled(() =>
    house.db.transaction().execute(async tx => {
      const operator = await findOperator(tx, house.sealer, accountId)
      const account = operator && (await findAccount(tx, house.sealer, accountId))
      if (!operator || account?.hasPassword !== false || !covers(by.organizations, operator.organizations))
        throw new Refused('operator-unknown')
      const organization = operator.organizations?.[0] ?? ''
      const handed = await createLinkInPerson(tx, house, { accountId, organization }, at)
      await audit(tx, house, 'operator.link-made', accountId, by, {})
      return { kind: 'made', ...handed } as const
    }),
  )
}

/** Gives another role or other organisations, or takes all of it back; what was open under the old one ends at once. */
export function changeOperator(
  house: House,
  accountId: string,
  change: OperatorGrant & { readonly isEnded?: true; readonly version: number },
  by: RoleGiver,
  at: Date,
): Promise<{ readonly kind: 'changed'; readonly operator: Operator } | OperatorRefusal> {
  return settled(() =>
    house.db.transaction().execute(async tx => {
      const owners = await countOwnersForUpdate(tx)
      const before = await findOperator(tx, house.sealer, accountId)
      if (!before || !covers(by.organizations, before.organizations)) throw new Refused('operator-unknown')
      if (by.accountId === accountId) throw new Refused('own-role')
      await checkGrant(tx, change, by)
      const wasOwner = isOwner(before) && !before.endedAt
      if (wasOwner && owners === 1 && (change.isEnded || !isOwner(change))) throw new Refused('last-owner')
      const { role, organizations, version } = change
      const next = { role, ...within(organizations), ...(change.isEnded ? { endedAt: at } : {}) }
      if (!(await updateOperator(tx, accountId, next, version, at))) throw new Refused('changed-meanwhile')
      await endSessionsOfAccount(tx, house, accountId, 'role-changed')
      await audit(tx, house, change.isEnded ? 'operator.ended' : 'operator.changed', accountId, by, {
        before: { role: before.role, organizations: before.organizations ?? 'all' },
        after: { role, organizations: organizations ?? 'all' },
      })
      return { kind: 'changed', operator: (await findOperator(tx, house.sealer, accountId)) as Operator } as const
    }),
  )
}

const isOwner = ({ role, organizations }: OperatorGrant): boolean => role === 'owner' && organizations === undefined

async function checkGrant(tx: Transaction, { organizations }: OperatorGrant, by: RoleGiver): Promise<void> {
  if (!covers(by.organizations, organizations)) throw new Refused('beyond-own-organizations')
  const known = new Set((await findOrganizations(tx)).map(({ id }) => id))
  if (organizations?.some(id => !known.has(id))) throw new Refused('organization-unknown')
}

const audit = (
  tx: Transaction,
  house: House,
  type: string,
  accountId: string,
  { actor, reason }: RoleGiver,
  details: Readonly<Record<string, unknown>>,
): Promise<string> =>
  recordAudit(tx, house, {
    type,
    outcome: 'success',
    actor,
    accountId,
    correlationId: newId(),
    details: { reason, ...details },
  })
