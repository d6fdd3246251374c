import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Activation, type ActivationResult, activateAccount } from '../../src/operations/activation.ts'
import { addSeconds, newId, now } from '../../src/platform/index.ts'
import { clock } from '../driver/clock.ts'
import { birth, journeyIn, openWorld, placeOf, type World, walkToOption } from '../flows/activate-world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld('activation')
})
afterAll(async () => {
  clock.reset()
  await world.close()
})

const activation = (codeId: string, patientId: string, changes: Partial<Activation> = {}): Activation => ({
  codeId,
  patientId,
  profile: { given: 'Thessaly', family: 'Oberholtzer' },
  username: `thessaly.${newId()}`,
  passwordHash: 'a hash',
  language: 'es',
  termsVersion: '2026-11',
  email: 'thessaly@example.org',
  phone: '+14155550142',
  securityOption: 'voice-code',
  notices: { portal: true },
  evidence: [
    {
      factor: 'password',
      category: 'knowledge',
      amr: ['pwd'],
      userVerified: false,
      phishingResistant: false,
      at: now(),
    },
  ],
  evidenceUntil: addSeconds(now(), 3600),
  contactsOfRecord: [{ kind: 'phone', value: '+14155550142' }],
  journey: { flowId: newId(), reference: 'ABC-DEF', ip: '127.0.0.1', device: 'test' },
  ...changes,
})
class RolledBack extends Error {}
/** As the engine does it: a refusal rolls everything back. */
async function attempt(given: Activation): Promise<ActivationResult> {
  let result: ActivationResult | undefined
  await world.db
    .transaction()
    .execute(async tx => {
      result = await activateAccount(tx, world.house, given, now())
      if (result.kind === 'refused') throw new RolledBack()
    })
    .catch(error => {
      if (!(error instanceof RolledBack)) throw error
    })
  return result as ActivationResult
}
async function patientWith(...codes: string[]) {
  const patientId = await world.patient({ given: 'Thessaly', family: 'Oberholtzer', birthDate: '1977-07-07' })
  for (const code of codes) await world.accessCode({ patientId, code })
  return {
    patientId,
    ids: (await Promise.all(codes.map(async code => (await world.codeRow(code)).id))) as [string, ...string[]],
  }
}
const countOf = async (
  table: 'accounts' | 'account_links' | 'account_contacts' | 'evidence' | 'messages' | 'terms_acceptances',
) => (await world.db.selectFrom(table).selectAll().execute()).length

describe('the one transaction', () => {
  test('a hundred simultaneous redemptions of one code bind once; the rest leave nothing', async () => {
    const { patientId, ids } = await patientWith('HUNDREDABC')
    const results = await Promise.all(Array.from({ length: 100 }, () => attempt(activation(ids[0], patientId))))
    const won = results.filter(result => result.kind === 'activated')
    expect(won.length).toBe(1)
    for (const result of results) if (result.kind === 'refused') expect(result.problem).toBe('activation-code-spent')
    expect(await countOf('accounts')).toBe(1)
    expect(await countOf('account_links')).toBe(1)
    expect(await countOf('account_contacts')).toBe(2)
    expect(await countOf('terms_acceptances')).toBe(1)
    expect(await countOf('evidence')).toBe(1)
    // one number that is both of record and own is told once
    expect(await countOf('messages')).toBe(2)
    expect((await world.codeRow('HUNDREDABC')).used_by_account_id).toBe(
      won[0]?.kind === 'activated' && won[0].accountId,
    )
  })

  test('two codes of one record at once: one self account', async () => {
    const { patientId, ids } = await patientWith('TWACADESAA', 'TWACADESBB')
    const results = await Promise.all(ids.flatMap(id => [1, 2, 3].map(() => attempt(activation(id, patientId)))))
    expect(results.filter(result => result.kind === 'activated').length).toBe(1)
    expect(results).toContainEqual({ kind: 'refused', problem: 'activation-account-exists' })
    const unspent = await Promise.all(['TWACADESAA', 'TWACADESBB'].map(code => world.codeRow(code)))
    expect(unspent.filter(row => row.used_at === null).length).toBe(1)
  })

  test('a username that somebody was faster with refuses, and the code stays valid', async () => {
    const { patientId, ids } = await patientWith('USERNAMEAA')
    const other = await patientWith('USERNAMEBB')
    await attempt(activation(other.ids[0], other.patientId, { username: 'Quicksilver' }))
    const refused = await attempt(activation(ids[0], patientId, { username: 'quicksilver' }))
    expect(refused).toEqual({ kind: 'refused', problem: 'activation-username-taken' })
    expect((await world.codeRow('USERNAMEAA')).used_at).toBeNull()
  })

  test.each([
    ['expired', { expires_at: new Date(0) }],
    ['void', { voided_at: new Date(0) }],
    ['replaced', { superseded_at: new Date(0) }],
  ])('a code that is %s binds nothing', async (name, changes) => {
    const code = `GANE${name.toUpperCase().replaceAll('I', 'J').replaceAll('O', 'Q')}XXXXXX`.slice(0, 10)
    const { patientId } = await patientWith()
    await world.accessCode({ patientId, code, changes })
    const { id } = await world.codeRow(code)
    expect(await attempt(activation(id, patientId))).toEqual({ kind: 'refused', problem: 'activation-code-spent' })
  })

  test('nor one whose record is inactive, or another than was proven', async () => {
    const { patientId, ids } = await patientWith('JNACTJVEAA')
    const refused = { kind: 'refused', problem: 'activation-code-spent' }
    expect(await attempt(activation(ids[0], newId()))).toEqual(refused)
    await world.db.updateTable('patients').set({ status: 'deceased' }).where('id', '=', patientId).execute()
    expect(await attempt(activation(ids[0], patientId))).toEqual(refused)
  })
})

test('twenty journeys with one code, all at their last step: one signs in, nineteen are told what to do', async () => {
  const phone = '+13125550188'
  const patientId = await world.patient({
    given: 'Leopold',
    family: 'Zwicker',
    birthDate: '1955-05-05',
    phones: [phone],
  })
  const code = await world.accessCode({ patientId, code: 'TWENTYWAYS' })
  const journeys = Array.from({ length: 4 }, () => journeyIn(world))
  for (const [at, journey] of journeys.entries()) {
    // one number gets one text in half a minute
    clock.advance(31)
    await walkToOption(world, journey, { code, phone, birthDate: '1955-05-05', username: `leopold.${at}` })
  }
  const last = { factor: 'text-code', phone: '' }
  const submits = journeys.flatMap(journey => Array.from({ length: 5 }, () => journey.submit('security-option', last)))
  const places = (await Promise.all(submits)).map(placeOf)
  expect(new Set(places)).toContain('denied: activation-code-spent')
  const links = await world.db.selectFrom('account_links').selectAll().where('patient_id', '=', patientId).execute()
  expect(links.length).toBe(1)
  const endings = await Promise.all(journeys.map(async journey => placeOf(await journey.dispatch())))
  expect(endings.sort()).toEqual([...Array(3).fill('denied: activation-code-spent'), 'signed-in'])
  const reply = await journeyIn(world).submit('enter-access-code', { access_code: code, ...birth('1955-05-05') })
  expect(placeOf(reply)).toBe('problem: access-code-used')
})
