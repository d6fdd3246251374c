import type { PatientRecord, RecordContact } from '../../../src/core/registry/index.ts'
import { compoundFamilyNames, familyNames, femaleNames, maleNames } from './names.ts'
import type { Dice } from './random.ts'

/** Somebody with the contacts that they control; a patient or not. */
export interface Person {
  readonly given: readonly string[]
  readonly family: string
  readonly formerFamily?: string
  readonly sex: 'female' | 'male'
  readonly birthDate: string
  readonly phone: string
  readonly email: string
  readonly postalCode: string
}

export const today = '2026-11-22'
const year = 2026

const two = (value: number): string => String(value).padStart(2, '0')
export const bornAt = (dice: Dice, youngest: number, oldest: number): string =>
  `${year - youngest - dice.below(oldest - youngest)}-${two(1 + dice.below(12))}-${two(1 + dice.below(28))}`
export const newPhone = (dice: Dice): string =>
  `+1${dice.pick(['617', '212', '305', '415', '512', '713', '787', '901'])}${2 + dice.below(8)}${dice.digits(6)}`
export const givenName = (dice: Dice, sex: Person['sex']): string =>
  dice.common(sex === 'female' ? femaleNames : maleNames)

export function familyName(dice: Dice): string {
  const kind = dice.next()
  const one = dice.common(familyNames)
  if (kind < 0.02) return dice.pick(compoundFamilyNames)
  if (kind < 0.05) return `${one}-${dice.common(familyNames)}`
  return kind < 0.12 ? `${one} ${dice.common(familyNames)}` : one
}

/** @param serial makes the mailbox the person's own */
export function newPerson(dice: Dice, serial: number, over: Partial<Person> = {}): Person {
  const sex = over.sex ?? (dice.isHeads(0.5) ? 'female' : 'male')
  const given = [givenName(dice, sex), ...(dice.isHeads(0.25) ? [givenName(dice, sex)] : [])]
  const family = over.family ?? familyName(dice)
  return {
    given,
    family,
    ...(sex === 'female' && dice.isHeads(0.3) ? { formerFamily: familyName(dice) } : {}),
    sex,
    birthDate: bornAt(dice, 18, 90),
    phone: newPhone(dice),
    email: `person${serial}@${dice.pick(['mail', 'post', 'home'])}.example`,
    postalCode: two(dice.below(90)) + dice.digits(3),
    ...over,
  }
}

/** The record that a clinic has of somebody, with the contacts that it was given. */
export function recordOf(
  sourceId: string,
  person: Person,
  contacts: readonly RecordContact[],
  over: Partial<PatientRecord> = {},
): PatientRecord {
  const own = contacts.filter(({ value }, index) => contacts.findIndex(each => each.value === value) === index)
  return {
    sourceId,
    givenNames: person.given,
    familyName: person.family,
    ...(person.formerFamily ? { previousNames: [{ given: person.given, family: person.formerFamily }] } : {}),
    sex: person.sex,
    birthDate: person.birthDate,
    address: { postalCode: person.postalCode },
    status: 'active',
    contacts: own,
    ...over,
  }
}
