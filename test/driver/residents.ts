import type { Clinic } from './clinic.ts'
import { importPatient, printLetter, seedAccount } from './people.ts'

let count = 0
const next = () => {
  count += 1
  return count
}
const phoneOf = (number: number) => `+1312555${String(2000 + number).slice(-4)}`
export const goodPassword = 'violet otter kelp'

/** Somebody who can sign in already; a code goes to their phone where the device is new. */
export async function registered(
  { world }: Clinic,
  over: Partial<Parameters<typeof seedAccount>[1]> = {},
): Promise<{ id: string; username: string; password: string; phone: string }> {
  const number = next()
  const person = { username: `harbor.person.${number}`, password: goodPassword, phone: phoneOf(number) }
  const id = await seedAccount(world.app.house, { ...person, factors: ['text-code'], ...over })
  return { id, ...person }
}

/** Somebody with a letter from the clinic on the kitchen table. */
export async function withLetter(
  { world, organization }: Clinic,
  over: Partial<Parameters<typeof importPatient>[1]> = {},
): Promise<{ code: string; birthDate: string; phone: string; name: string; email: string; username: string }> {
  const number = next()
  const one = {
    given: 'Wilhelmina',
    family: 'Quackenbush',
    birthDate: '1984-03-27',
    phone: phoneOf(number),
    organization,
    ...over,
  }
  const id = await importPatient(world.app.house, one)
  const code = await printLetter(world.app.house, id, organization)
  return {
    code,
    birthDate: one.birthDate,
    phone: one.phone,
    name: `${one.given} ${one.family}`,
    email: `wilhelmina.${number}@example.org`,
    username: `wilhelmina.${number}`,
  }
}
