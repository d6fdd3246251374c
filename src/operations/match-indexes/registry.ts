import { isUsable, type MatchCandidate, type MatchQuery, queryKeys } from '../../core/matching/index.ts'
import { sourceKey } from '../../core/names.ts'
import { contactPurpose, purposes } from '../../core/purposes.ts'
import type { Sealer } from '../../platform/index.ts'
import { type CandidateRow, findMatchCandidates } from '../../store/match-candidates.ts'
import type { House } from '../house.ts'
import { namesOfDemographics, sealMatchKey } from '../match-keys.ts'
import type { IndexCandidate, MatchIndex, MatchPerson } from './contract.ts'

/** What a contact is compared by: its blind index, so that none of a record has to be opened. */
export const contactKey = (sealer: Sealer, kind: 'phone' | 'email', value: string): string =>
  sealer.index(contactPurpose(kind), value).toString('hex')

/** The person as the rules compare them: contacts by their keys. */
export const toQuery = (sealer: Sealer, person: MatchPerson): MatchQuery => ({
  ...person,
  contacts: person.contacts.map(({ kind, value, isVerified }) => ({
    kind,
    key: contactKey(sealer, kind, value),
    isVerified,
  })),
})

/** The built-in registry. */
export const createRegistryIndex = ({ db, sealer }: Pick<House, 'db' | 'sealer'>): MatchIndex => ({
  async find({ organization, person, accountId, sourceIds = [] }) {
    const query = toQuery(sealer, person)
    if (!isUsable(query)) return { candidates: [], doubts: [] }
    const { rows, isCrowded, isIncomplete } = await findMatchCandidates(db, sealer, {
      organizationId: organization.id,
      keys: queryKeys(query).map(key => sealMatchKey(sealer, organization.id, key)),
      contacts: query.contacts.map(({ key }) => Buffer.from(key, 'hex')),
      sources: sourceIds.map(id => sealer.index(purposes.patientSource, sourceKey(organization.id, id))),
      ...(accountId ? { accountId } : {}),
    })
    return {
      candidates: rows.map(toCandidate),
      doubts: [...(isCrowded ? (['crowded'] as const) : []), ...(isIncomplete ? (['index-incomplete'] as const) : [])],
    }
  },
})

const dateOf = (at: Date): string => at.toISOString().slice(0, 10)

function toCandidate(row: CandidateRow): IndexCandidate {
  const { demographics: known } = row
  return {
    id: row.id,
    patientId: row.id,
    sourceIndex: row.sourceIndex,
    ...(row.selfAccountId ? { selfAccountId: row.selfAccountId } : {}),
    names: namesOfDemographics(known),
    ...(known.suffix ? { suffix: known.suffix } : {}),
    sex: known.sex,
    birthDate: known.birth_date,
    ...(known.postal_code ? { postalCode: known.postal_code } : {}),
    status: row.status === 'merged' ? 'inactive' : row.status,
    isRestricted: known.restricted === true,
    contacts: row.contacts.map((contact): MatchCandidate['contacts'][number] => {
      // one that came to a record that was there before is new: it was entered then
      const entered = contact.createdAt > row.createdAt ? dateOf(contact.createdAt) : undefined
      const confirmed = contact.confirmedOn ?? entered
      return {
        kind: contact.kind,
        key: contact.valueIndex.toString('hex'),
        ...(isUse(contact.use) ? { use: contact.use } : {}),
        isShared: contact.isShared,
        firstSeen: dateOf(contact.createdAt),
        ...(confirmed ? { confirmed } : {}),
      }
    }),
  }
}
const isUse = (use: string | null): use is 'mobile' | 'home' | 'work' =>
  use === 'mobile' || use === 'home' || use === 'work'
