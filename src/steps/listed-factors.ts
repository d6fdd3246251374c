import { type Text, text } from '../core/index.ts'
import { contactOffer } from '../factors/index.ts'
import type { Sealer } from '../platform/index.ts'
import { findAccountFactors, findFactorNames } from '../store/account-factors.ts'
import type { Reader } from '../store/index.ts'
import type { AccountPerson } from './account-scene.ts'

/** One enrolled factor, as its owner sees it in a list. */
export interface ListedFactor {
  readonly id: string
  readonly kind: string
  /** What the person calls it, or all that a page may show of a number or address. */
  readonly shown: string
}

export async function listFactors(
  read: Reader,
  sealer: Sealer,
  { accountId, factors }: AccountPerson,
): Promise<readonly ListedFactor[]> {
  const enrolled = await findAccountFactors(read, accountId)
  const names = await findFactorNames(read, sealer, accountId)
  return enrolled.map(({ id, kind, contactId }) => {
    const contact = factors.contacts.find(each => each.id === contactId)
    return { id, kind, shown: names.get(id) ?? (contact ? contactOffer(kind, contact).masked : '') }
  })
}

export const labelOf = ({ kind, shown }: ListedFactor): Text => text(`listed.${kind}`, { shown })
