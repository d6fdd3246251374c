/**
 * An invented clinic: households with all that makes telling people apart hard, and people who register there, with the
 * mistakes that people make and with the intentions that some have. The same for the same seed.
 */
import { foldName } from '../../../src/core/names.ts'
import type { PatientRecord, RecordContact } from '../../../src/core/registry/index.ts'
import { errors } from './errors.ts'
import { bornAt, givenName, newPerson, newPhone, type Person, recordOf } from './people.ts'
import { createDice, type Dice } from './random.ts'

export { toFhir } from './fhir.ts'
export { today } from './people.ts'

/** Somebody who registers: what they type, what they can prove, and which record is theirs. */
export interface Visitor {
  readonly id: string
  readonly errorClass: string
  readonly typed: Person
  readonly verified: readonly { readonly kind: 'phone' | 'email'; readonly value: string }[]
  /** none: not a patient, or not the person whose details they type */
  readonly truth?: string
}
export interface Population {
  readonly records: readonly PatientRecord[]
  readonly visitors: readonly Visitor[]
}

const phone = (value: string, over: Partial<RecordContact> = {}): RecordContact => ({
  kind: 'phone',
  value,
  use: 'mobile',
  ...over,
})
const email = (value: string): RecordContact => ({ kind: 'email', value })

export interface PopulationOptions {
  readonly seed: number
  /** Records, at least. */
  readonly count: number
  /** Visitors a household, about. */
  readonly visitors: number
}

/** All at once. */
export function makePopulation(options: PopulationOptions): Population {
  const records: PatientRecord[] = []
  const visitors: Visitor[] = []
  for (const household of makeHouseholds(options)) {
    records.push(...household.records)
    visitors.push(...household.visitors)
  }
  return { records, visitors }
}

/** One household after the other: a million do not fit into memory. At the end come those whom nobody has on record. */
export function* makeHouseholds({ seed, count, visitors: often }: PopulationOptions): Generator<Population> {
  const dice = createDice(seed)
  let records: PatientRecord[] = []
  let visitors: Visitor[] = []
  let [serial, recordCount, visitorCount] = [0, 0, 0]
  const person = (over: Partial<Person> = {}): Person => {
    serial += 1
    return newPerson(dice, serial, over)
  }
  const onRecord = (of: Person, contacts: readonly RecordContact[], over: Partial<PatientRecord> = {}): string => {
    const id = `r${recordCount}`
    recordCount += 1
    records.push(recordOf(id, of, contacts, over))
    return id
  }
  const visit = (errorClass: string, typed: Person, proofs: readonly RecordContact[], truth?: string): void => {
    visitors.push({
      id: `q${visitorCount}`,
      errorClass,
      typed,
      verified: proofs.map(({ kind, value }) => ({ kind, value })),
      ...(truth ? { truth } : {}),
    })
    visitorCount += 1
  }
  /** Their own visit, with some mistake, and all their contacts proven. */
  const ownVisit = (of: Person, proofs: readonly RecordContact[], truth: string, label?: string): void => {
    const [name, err] = dice.pick(Object.entries(errors)) as [string, (typeof errors)[string]]
    const change = dice.isHeads(often) ? err(dice, of) : undefined
    if (change) visit(label ?? name, label ? of : { ...of, ...change }, proofs, truth)
  }
  const shelter = newPhone(dice)
  const switchboard = newPhone(dice)

  const households: Readonly<Record<string, readonly [number, () => void]>> = {
    alone: [
      50,
      () => {
        const one = person()
        const contacts = [phone(one.phone), ...(dice.isHeads(0.7) ? [email(one.email)] : [])]
        const id = onRecord(one, dice.isHeads(0.1) ? [...contacts, phone(switchboard, { use: 'work' })] : contacts)
        const proofs = [phone(one.phone), email(one.email)]
        ownVisit(one, proofs, id)
        if (dice.isHeads(often * 0.1)) visit('new phone and email', one, [phone(newPhone(dice))], id)
        if (dice.isHeads(often * 0.1)) visit('email alone', one, [email(one.email)], id)
        // the number went to somebody else
        if (dice.isHeads(often * 0.1)) visit('stranger with their old number', person(), [phone(one.phone)])
        if (dice.isHeads(often * 0.1)) {
          const namesake = person({ given: one.given, family: one.family, sex: one.sex, birthDate: one.birthDate })
          visit('stranger of the same name and birth date', namesake, [phone(namesake.phone), email(namesake.email)])
        }
      },
    ],
    'namesakes born on one day': [
      1,
      () => {
        const one = person()
        const other = person({ given: one.given, family: one.family, sex: one.sex, birthDate: one.birthDate })
        const ids = [one, other].map(each => onRecord(each, [phone(each.phone), email(each.email)]))
        ownVisit(one, [phone(one.phone), email(one.email)], ids[0] as string, 'namesake born on the same day')
      },
    ],
    'recorded twice': [
      2,
      () => {
        const one = person()
        const id = onRecord(one, [phone(one.phone)])
        const change = errors['typo in the last name']?.(dice, one)
        onRecord(
          { ...one, ...(dice.isHeads(0.5) ? change : {}) },
          dice.isHeads(0.5) ? [phone(one.phone)] : [email(one.email)],
        )
        ownVisit(one, [phone(one.phone), email(one.email)], id, 'recorded twice')
      },
    ],
    spouses: [
      15,
      () => {
        const wife = person({ sex: 'female' })
        const husband = person({ sex: 'male', family: wife.family, phone: wife.phone, email: wife.email })
        const both = [phone(wife.phone), email(wife.email)]
        const [hers, his] = [onRecord(wife, both), onRecord(husband, both)]
        ownVisit(wife, both, hers, 'spouses on one phone and one email')
        ownVisit(husband, both, his, 'spouses on one phone and one email')
        if (dice.isHeads(often * 0.3)) visit('spouse in the other’s name', { ...wife, phone: husband.phone }, both)
      },
    ],
    'spouses with a phone each': [
      10,
      () => {
        const wife = person({ sex: 'female' })
        const husband = person({ sex: 'male', family: wife.family, email: wife.email })
        const landline = phone(newPhone(dice), { use: 'home' })
        const hers = onRecord(wife, [phone(wife.phone), landline, email(wife.email)])
        onRecord(husband, [phone(husband.phone), landline, email(wife.email)])
        ownVisit(wife, [phone(wife.phone), email(wife.email)], hers)
        if (dice.isHeads(often * 0.3)) visit('spouse in the other’s name', wife, [landline, email(wife.email)])
      },
    ],
    'spouse who is no patient': [
      4,
      () => {
        const wife = person({ sex: 'female' })
        const husband = person({ sex: 'male', family: wife.family, phone: wife.phone, email: wife.email })
        onRecord(wife, [phone(wife.phone), email(wife.email)])
        visit('spouse who is no patient', husband, [phone(wife.phone), email(wife.email)])
      },
    ],
    'parent and teen': [
      10,
      () => {
        const parent = person({ birthDate: bornAt(dice, 35, 60) })
        const both = [phone(parent.phone), email(parent.email)]
        const isPatient = dice.isHeads(0.5)
        const teen = person({
          family: parent.family,
          birthDate: bornAt(dice, 14, 17),
          phone: parent.phone,
          email: parent.email,
        })
        const own = isPatient ? onRecord(parent, both) : undefined
        const teens = onRecord(teen, both)
        if (own) ownVisit(parent, both, own, 'parent on one phone and email with a teen')
        else visit('parent of a patient', parent, both)
        if (dice.isHeads(often * 0.5)) visit('parent in their teen’s name', teen, both)
        ownVisit(teen, both, teens, 'teen')
      },
    ],
    'parent of the same name': [
      3,
      () => {
        const father = person({ sex: 'male', birthDate: bornAt(dice, 45, 60) })
        const son = person({
          sex: 'male',
          given: father.given,
          family: father.family,
          birthDate: bornAt(dice, 22, 26),
          phone: father.phone,
        })
        const isPatient = dice.isHeads(0.5)
        const his = isPatient ? onRecord(father, [phone(father.phone)], { suffix: 'sr' }) : undefined
        onRecord(son, [phone(father.phone)], { suffix: 'jr' })
        visit('father of the same name', father, [phone(father.phone)], his)
      },
    ],
    'grown up with the parents’ phone': [
      4,
      () => {
        const parent = person({ birthDate: bornAt(dice, 45, 60) })
        const child = person({ family: parent.family, birthDate: bornAt(dice, 18, 20) })
        const since = `${Number(child.birthDate.slice(0, 4)) + 12}-05-01`
        onRecord(child, [phone(parent.phone, dice.isHeads(0.5) ? { confirmed: since } : {})])
        visit('parent in a grown child’s name', child, [phone(parent.phone)])
      },
    ],
    twins: [
      5,
      () => {
        const one = person()
        const family = { family: one.family, birthDate: one.birthDate }
        const first = one.given[0] ?? ''
        // some parents like names that sound alike
        const alike = dice.isHeads(0.3)
          ? [first.slice(0, -1) + dice.pick(['a', 'o', 'y', 'e'])]
          : [givenName(dice, one.sex)]
        const other = person({
          ...family,
          given: foldName(alike[0] ?? '') === foldName(first) ? ['Blaise'] : alike,
          sex: one.sex,
          postalCode: one.postalCode,
        })
        const home = phone(newPhone(dice), { use: 'home' })
        const shareAll = dice.isHeads(0.5)
        const contactsOf = (twin: Person): RecordContact[] => (shareAll ? [home] : [phone(twin.phone), home])
        const id = onRecord(one, contactsOf(one))
        const isRegistered = dice.isHeads(0.6)
        const others = isRegistered ? onRecord(other, contactsOf(other)) : undefined
        ownVisit(one, contactsOf(one), id, isRegistered ? 'twin' : 'twin of somebody who is no patient')
        visit(isRegistered ? 'twin' : 'twin who is no patient', other, contactsOf(other), others)
      },
    ],
    shelter: [
      1,
      () => {
        const one = person()
        const id = onRecord(one, [phone(shelter)])
        ownVisit(one, [phone(shelter)], id, 'phone of a shelter')
      },
    ],
    'dead or gone': [
      1,
      () => {
        const one = person()
        onRecord(one, [phone(one.phone)], { status: dice.pick(['deceased', 'inactive']) })
        visit('in the name of the dead', one, [phone(one.phone)])
      },
    ],
  }
  const lots = Object.values(households).flatMap(([weight, make]) => Array.from({ length: weight }, () => make))
  const take = (): Population => {
    const taken = { records, visitors }
    records = []
    visitors = []
    return taken
  }
  while (recordCount < count) {
    dice.pick(lots)()
    yield take()
  }
  for (let index = 0; index < (count * often) / 20; index += 1) {
    const nobody = person()
    visit('nobody’s record', nobody, [phone(nobody.phone), email(nobody.email)])
  }
  yield take()
}

export type { Dice, Person }
