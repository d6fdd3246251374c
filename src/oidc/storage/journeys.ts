import { AsyncLocalStorage } from 'node:async_hooks'
import { interactionHash } from '../../flow-engine/record.ts'
import type { House } from '../../operations/house.ts'
import { now } from '../../platform/index.ts'
import { type FlowRow, findInteractionFlows } from '../../store/flows.ts'
import { type Reader, together } from '../../store/index.ts'
import { type FoundArtifact, findArtifact } from '../../store/oidc-artifacts.ts'

interface Look {
  journeys?: readonly FlowRow[]
}
const looks = new AsyncLocalStorage<Look>()

/**
 * Runs what finds an interaction for its pages, which ask for the journeys in it next: both are read in one packet.
 * @returns also the journeys, the newest of each name; undefined where no interaction was looked for
 */
export async function withJourneys<T>(find: () => Promise<T>): Promise<{ found: T; journeys?: readonly FlowRow[] }> {
  const look: Look = {}
  const found = await looks.run(look, find)
  return { found, ...look }
}

/** Finds an interaction, and the journeys in it where somebody asked for them. */
export async function findInteractionArtifact(
  read: Reader,
  house: Pick<House, 'sealer'>,
  { id, idHash }: { readonly id: string; readonly idHash: Buffer },
): Promise<FoundArtifact | undefined> {
  const look = looks.getStore()
  const hash = look && !look.journeys && interactionHash(house, id)
  if (!hash) return findArtifact(read, 'Interaction', idHash, now())
  const [found, journeys] = await together(read, db =>
    Promise.all([findArtifact(db, 'Interaction', idHash, now()), findInteractionFlows(db, hash)]),
  )
  look.journeys = journeys
  return found
}
