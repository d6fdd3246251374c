import { nicknamePairs } from '../../../src/core/matching/nicknames.ts'
import { foldName } from '../../../src/core/names.ts'
import type { Person } from './people.ts'
import type { Dice } from './random.ts'

const letters = 'abcdefghijklmnopqrstuvwxyz'
const nicknames = new Map<string, string[]>()
for (const [one, other] of nicknamePairs()) nicknames.set(one, [...(nicknames.get(one) ?? []), other])

/** One letter put in, left out or exchanged, as fingers do. */
function typo(dice: Dice, name: string): string {
  const at = dice.below(name.length)
  const letter = dice.pick([...letters])
  const kind = dice.below(3)
  if (kind === 0) return name.slice(0, at) + letter + name.slice(at)
  return name.slice(0, at) + (kind === 1 ? letter : '') + name.slice(at + 1)
}
function transpose(dice: Dice, name: string): string {
  const at = dice.below(Math.max(1, name.length - 1))
  return name.slice(0, at) + (name[at + 1] ?? '') + (name[at] ?? '') + name.slice(at + 2)
}
const digit = (dice: Dice, date: string): string => {
  const at = dice.pick([3, 9])
  return date.slice(0, at) + ((Number(date[at]) + 1 + dice.below(9)) % 10) + date.slice(at + 1)
}

/** How people write what their clinic wrote otherwise. `undefined`: this person has nothing that can go wrong so. */
export const errors: Readonly<Record<string, (dice: Dice, person: Person) => Partial<Person> | undefined>> = {
  exact: () => ({}),
  'case and accents': (_dice, { given, family }) => ({
    given: given.map(name => name.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase()),
    family: family.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase(),
  }),
  'hyphens and spaces': (dice, { family }) =>
    /[ -]/.test(family) ? { family: family.replaceAll(/[ -]/g, dice.pick(['', ' ', '-', '  '])) } : undefined,
  'previous name': (_dice, { formerFamily }) => (formerFamily ? { family: formerFamily } : undefined),
  'first of several given names': (_dice, { given }) => (given.length > 1 ? { given: given.slice(0, 1) } : undefined),
  'one of two surnames': (dice, { family }) =>
    /^\S+[ -]\S+$/.test(family) ? { family: dice.pick(family.split(/[ -]/)) } : undefined,
  nickname: (dice, { given: [first = '', ...rest] }) => {
    const short = nicknames.get(foldName(first))
    return short ? { given: [dice.pick(short), ...rest] } : undefined
  },
  'typo in the first name': (dice, { given: [first = '', ...rest] }) => ({ given: [typo(dice, first), ...rest] }),
  'typo in the last name': (dice, { family }) => ({ family: typo(dice, family) }),
  'letters transposed': (dice, { family }) => ({ family: transpose(dice, family) }),
  'first and last swapped': (_dice, { given, family }) => ({ given: [family], family: given.join(' ') }),
  'day and month swapped': (_dice, { birthDate }) =>
    Number(birthDate.slice(8)) > 12
      ? undefined
      : { birthDate: `${birthDate.slice(0, 5)}${birthDate.slice(8)}-${birthDate.slice(5, 7)}` },
  'digit of the birth date': (dice, { birthDate }) => ({ birthDate: digit(dice, birthDate) }),
  'nickname and typo': (dice, { given: [first = '', ...rest], family }) => {
    const short = nicknames.get(foldName(first))
    return short ? { given: [dice.pick(short), ...rest], family: typo(dice, family) } : undefined
  },
}
