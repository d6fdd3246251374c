import { now } from '../../src/platform/index.ts'
import { createOperator } from '../../src/store/operators.ts'
import type { Clinic } from '../driver/clinic.ts'
import type { Person } from '../driver/patient.ts'
import { seedAccount } from '../driver/people.ts'

/** Of everybody at the console. */
export const password = 'wandering otter paints seven lanterns'

/** Somebody who may do everything: in the whole installation, or in these organisations. */
export async function owner({ world }: Clinic, username: string, phone: string, organizations?: readonly string[]) {
  const { house } = world.app
  const name = { given: 'Ottoline', family: 'Marchbanks' }
  const person = { username, password, phone, factors: ['text-code'], population: 'staff', name } as const
  const accountId = await seedAccount(house, person)
  const grant = { role: 'owner', accountId, ...(organizations ? { organizations } : {}), createdBy: 'test' } as const
  await house.db.transaction().execute(tx => createOperator(tx, grant, now()))
  return person
}

/** On the sign-in pages: everything is typed, and sent with the Enter key. */
export async function signsIn(
  person: Person,
  { world }: Clinic,
  who: Awaited<ReturnType<typeof owner>>,
): Promise<void> {
  await person.field('sign-in.username').fill(who.username)
  await person.field('field.password').fill(password)
  await person.entersKey()
  await person.field('field.code').fill(await world.inbox.latestCode(who.phone))
  await person.entersKey()
  if ((await person.heading()) === person.say('passkey.offer.title'))
    await person.presses(person.button('passkey.not-now'))
}
