import type { InteractionView } from '../oidc/contract.ts'
import { findInsurerOfIssuer, findOfferedInsurer } from '../operations/insurers.ts'
import type { HostedParts } from './hosted.ts'

/**
 * The insurer that a portal named, by `idp_hint` or by `idp` (UDAP Tiered OAuth). Without an id it is none that is
 * offered there: the person chooses. A step-up goes on with whoever is signed in, whatever is named.
 */
export async function hintedInsurer(
  { house, flowNames }: Pick<HostedParts, 'house' | 'flowNames'>,
  { ask, idpHint }: InteractionView,
): Promise<{ readonly id?: string } | undefined> {
  if ((!idpHint && !ask.idp) || ask.signedIn || !flowNames.has('insurer')) return undefined
  const insurer = idpHint
    ? await findOfferedInsurer(house.db, house, idpHint, ask)
    : await findInsurerOfIssuer(house.db, ask.idp ?? '', ask)
  return insurer ? { id: insurer.id } : {}
}
