import type { Client } from 'oidc-provider'
import type { House } from '../../operations/house.ts'

/** The name of a person inside one sector: never a record number, and worth nothing elsewhere (OIDC Core §8.1). */
export const pairwiseSubject = ({ sealer }: Pick<House, 'sealer'>, accountId: string, client: Client): string =>
  sealer.index('oidc.pairwise', `${client.sectorIdentifier}\n${accountId}`).toString('base64url')

/** `sub` as this client sees it. */
export const subjectOf = (house: Pick<House, 'sealer'>, accountId: string, client: Client): string =>
  client.subjectType === 'pairwise' ? pairwiseSubject(house, accountId, client) : accountId
