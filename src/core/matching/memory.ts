import { personKey } from '../names.ts'
import type { PatientRecord } from '../registry/index.ts'
import { isUsable, queryKeys, recordKeys } from './keys.ts'
import type { MatchCandidate, MatchQuery } from './model.ts'
import { namesOf } from './record.ts'

/** Records looked at behind one key; where there are more, nothing found by it is certain. */
export const mostBehindKey = 50

export interface FoundCandidates {
  readonly candidates: readonly MatchCandidate[]
  readonly isCrowded: boolean
}

/**
 * A registry in memory, for data sets that are evaluated: the same keys, limits and rules as the one in the store, with
 * contacts in clear as their own keys.
 */
export class MemoryRegistry {
  readonly #records: PatientRecord[] = []
  readonly #byKey = new Map<string, number[]>()
  readonly #byId = new Map<string, number>()
  readonly #byContact = new Map<string, number[]>()
  /** Whose a contact is; `null` where it is several people's. */
  readonly #holders = new Map<string, string | null>()
  readonly #firstSeen: string

  /** @param firstSeen ISO date that counts as the one when the registry saw these records first */
  constructor(firstSeen: string) {
    this.#firstSeen = firstSeen
  }

  get size(): number {
    return this.#records.length
  }

  add(record: PatientRecord): void {
    if (record.status === 'merged') return
    const place = this.#records.push(record) - 1
    this.#byId.set(record.sourceId, place)
    for (const key of recordKeys(namesOf(record), record.birthDate)) push(this.#byKey, key, place)
    const person = personOf(record)
    for (const { kind, value } of record.contacts) {
      const key = `${kind} ${value}`
      push(this.#byContact, key, place)
      const holder = this.#holders.get(key)
      this.#holders.set(key, holder === undefined || holder === person ? person : null)
    }
  }

  /** A record by its source id. */
  get(id: string): MatchCandidate | undefined {
    const record = this.#records[this.#byId.get(id) ?? -1]
    return record && this.#candidate(record)
  }

  find(query: MatchQuery): FoundCandidates {
    if (!isUsable(query)) return { candidates: [], isCrowded: false }
    const places = new Set<number>()
    let isCrowded = false
    for (const key of queryKeys(query)) {
      const behind = this.#byKey.get(key) ?? []
      isCrowded ||= behind.length > mostBehindKey
      for (const place of behind.slice(0, mostBehindKey)) places.add(place)
    }
    for (const { kind, key } of query.contacts)
      for (const place of (this.#byContact.get(`${kind} ${key}`) ?? []).slice(0, mostBehindKey)) places.add(place)
    return { isCrowded, candidates: [...places].map(place => this.#candidate(this.#records[place] as PatientRecord)) }
  }

  #candidate(record: PatientRecord): MatchCandidate {
    return {
      id: record.sourceId,
      names: namesOf(record),
      ...(record.suffix ? { suffix: record.suffix } : {}),
      sex: record.sex,
      birthDate: record.birthDate,
      ...(record.address?.postalCode ? { postalCode: record.address.postalCode } : {}),
      status: record.status === 'merged' ? 'inactive' : record.status,
      isRestricted: record.isRestricted ?? false,
      contacts: record.contacts.map(({ kind, value, use, confirmed }) => ({
        kind,
        key: value,
        ...(use ? { use } : {}),
        isShared: this.#holders.get(`${kind} ${value}`) === null,
        firstSeen: this.#firstSeen,
        ...(confirmed ? { confirmed } : {}),
      })),
    }
  }
}

/** Without a given name no two records are surely one person's. */
const personOf = (record: PatientRecord): string =>
  personKey(record.givenNames, record.familyName, record.birthDate) ?? `record ${record.sourceId}`

function push(map: Map<string, number[]>, key: string, place: number): void {
  const list = map.get(key)
  if (list) list.push(place)
  else map.set(key, [place])
}
