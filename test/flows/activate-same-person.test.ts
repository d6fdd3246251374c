import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { newId, now } from '../../src/platform/index.ts'
import { birth, journeyIn, openWorld, placeOf, type World, walkToOption } from './activate-world.ts'

/** 13 to 17: a contact that stands on another person's record or account is no proof; one's own other record is nobody else. */
let world: World
beforeAll(async () => {
  world = await openWorld('activate-same-person')
})
afterAll(() => world.close())

const born = `${now().getUTCFullYear() - 15}-01-15`
let count = 0
interface Teen {
  readonly given?: string
  readonly family?: string
  readonly birthDate?: string
  readonly organization?: string
}
async function record(phone: string, { organization = 'northside', ...person }: Teen) {
  count += 1
  const code = `TEENAG${[...String(count).padStart(4, '0')].map(digit => 'ABCDEFGHJK'[Number(digit)]).join('')}`
  const { given = 'Seraphina', family = `Thistlewood`, birthDate = born } = person
  const patientId = await world.patient({ given, family, birthDate, phones: [phone], organization })
  await world.accessCode({ patientId, code, organization })
  return { patientId, code, phone, birthDate, username: `seraphina.${count}` }
}
const numberFor = () => `+1773558${String(count).padStart(4, '0')}`
const enter = async (one: { code: string; birthDate: string }) =>
  placeOf(await journeyIn(world).submit('enter-access-code', { access_code: one.code, ...birth(one.birthDate) }))
async function activate(one: Awaited<ReturnType<typeof record>>): Promise<void> {
  const journey = journeyIn(world)
  await walkToOption(world, journey, one)
  expect(placeOf(await journey.submit('security-option', { factor: 'text-code' }))).toBe('signed-in')
}

describe('a teenager with records at two clinics', () => {
  test('activates at both, with the phone that is theirs at both', async () => {
    const phone = numberFor()
    const here = await record(phone, { family: 'Thistle-Wood' })
    const there = await record(phone, { organization: 'southside', given: 'SERAPHINA', family: 'Thistlewood Jr.' })
    await activate(here)
    // now the phone is on their own account as well
    expect(await enter(there)).toBe('prove-contact')
  })

  test('a twin is another person, and so is a parent of the same name', async () => {
    const phone = numberFor()
    const one = await record(phone, { family: `Nightingale${count}` })
    await record(phone, { family: `Nightingale${count - 1}`, given: 'Serafina' })
    expect(await enter(one)).toBe('denied: activation-no-contact')
    const shared = numberFor()
    const junior = await record(shared, { given: 'Leopold', family: 'Abernathy Jr' })
    await record(shared, {
      given: 'Leopold',
      family: 'Abernathy Sr',
      birthDate: '1980-02-03',
      organization: 'southside',
    })
    expect(await enter(junior)).toBe('denied: activation-no-contact')
  })

  test('an account of somebody else, and one whose tie to the record has ended, are other people’s', async () => {
    const phone = numberFor()
    const parent = await record(phone, { given: 'Millicent', birthDate: '1981-06-07', organization: 'southside' })
    await activate(parent)
    await world.db.deleteFrom('patient_contacts').where('patient_id', '=', parent.patientId).execute()
    expect(await enter(await record(phone, {}))).toBe('denied: activation-no-contact')

    const own = numberFor()
    const [first, second] = [await record(own, {}), await record(own, { organization: 'southside' })]
    await activate(first)
    await world.db
      .updateTable('account_links')
      .set({ ended_at: now() })
      .where('patient_id', '=', first.patientId)
      .execute()
    expect(await enter(second)).toBe('denied: activation-no-contact')
  })

  test('a record without a given name is nobody’s second record', async () => {
    const phone = numberFor()
    const family = `Nameless${newId()}`
    const one = await record(phone, { given: '', family })
    await record(phone, { given: '', family, organization: 'southside' })
    expect(await enter(one)).toBe('denied: activation-no-contact')
  })
})
