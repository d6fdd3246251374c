import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { clock } from '../driver/clock.ts'
import { birth, journeyIn, openWorld, password, placeOf, type World, walkToOption } from './activate-world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld('activate-choices')
})
afterAll(() => world.close())
afterEach(() => clock.reset())

describe('choices on the way', () => {
  let number = 100
  const setUp = async (codeChanges: object = {}, patientChanges: object = {}) => {
    number += 1
    const phone = `+1312555${String(number).padStart(4, '0')}`
    const code = `ABCDEFG${String(number).replaceAll('0', 'Z').replaceAll('1', 'Y')}`
    const patientId = await world.patient({
      given: 'Otto',
      family: `Vandersloot${number}`,
      birthDate: '1990-05-09',
      phones: [phone],
      ...patientChanges,
    })
    await world.accessCode({ patientId, code, ...codeChanges })
    return { phone, code, patientId, birthDate: '1990-05-09', username: `otto.${number}` }
  }
  const enter = (journey: ReturnType<typeof journeyIn>, code: string, date = '1990-05-09') =>
    journey.submit('enter-access-code', { access_code: code, ...birth(date) })

  test('another phone for the security option is verified first; a call instead of a text', async () => {
    const one = await setUp()
    const journey = journeyIn(world)
    await walkToOption(world, journey, one)
    expect(placeOf(await journey.submit('security-option', { factor: 'text-code', phone: '12' }))).toBe(
      'problem: phone-invalid',
    )
    expect(placeOf(await journey.submit('security-option', { phone: '(312) 555-0777' }))).toBe('problem: choose-one')
    expect(placeOf(await journey.submit('security-option', { factor: 'text-code', phone: '(312) 555-0777' }))).toBe(
      'confirm-phone',
    )
    expect(placeOf(await journey.submit('confirm-phone', { action: 'call' }))).toBe('confirm-phone')
    const [called] = await world.messagesTo('+13125550777')
    expect(called?.channel).toBe('voice')
    const done = await journey.submit('confirm-phone', { code: await world.latestCode('+13125550777') })
    expect(placeOf(done)).toBe('signed-in')
    const accountId = (await world.codeRow(one.code)).used_by_account_id as string
    const contacts = await world.db
      .selectFrom('account_contacts')
      .selectAll()
      .where('account_id', '=', accountId)
      .execute()
    expect(contacts.map(row => world.sealer.open('contact.value', row.value_sealed).toString())).toEqual([
      '+13125550777',
    ])
    const factors = await world.db
      .selectFrom('account_factors')
      .selectAll()
      .where('account_id', '=', accountId)
      .execute()
    expect(factors.map(row => row.kind)).toEqual(['text-code'])
  })

  test('proven by a mailbox of record, another phone wants the number on file first', async () => {
    const email = 'otto.on.file@example.org'
    const one = await setUp({ channel: 'letter' }, { emails: [email] })
    const journey = journeyIn(world)
    await enter(journey, one.code)
    await journey.submit('prove-contact', { action: 'another-way' })
    const contact = await world.db
      .selectFrom('patient_contacts')
      .select('id')
      .where('patient_id', '=', one.patientId)
      .where('kind', '=', 'email')
      .executeTakeFirstOrThrow()
    await journey.submit('choose-contact', { factor: `email-code:${contact.id}` })
    await journey.submit('prove-contact', { code: await world.latestCode(email) })
    await journey.submit('confirm-person')
    await journey.submit('accept-terms', { terms: 'on' })
    await journey.submit('enter-email', { action: 'no-email' })
    await journey.submit('choose-credentials', { username: one.username, new_password: password })
    // the number was texted once already
    clock.advance(31)
    const chosen = await journey.submit('security-option', { factor: 'text-code', phone: '(312) 555-0888' })
    expect(placeOf(chosen)).toBe('prove-number-on-file')
    // nothing goes to what was only typed
    expect(await world.messagesTo('+13125550888')).toEqual([])
    expect(placeOf(await journey.open('confirm-phone'))).not.toBe('page: confirm-phone')
    const proven = await journey.submit('prove-number-on-file', { code: await world.latestCode(one.phone) })
    expect(placeOf(proven)).toBe('confirm-phone')
    expect(placeOf(await journey.submit('confirm-phone', { code: await world.latestCode('+13125550888') }))).toBe(
      'signed-in',
    )
    const accountId = (await world.codeRow(one.code)).used_by_account_id as string
    const own = await world.db.selectFrom('account_contacts').selectAll().where('account_id', '=', accountId).execute()
    expect(own.map(row => world.sealer.open('contact.value', row.value_sealed).toString())).toEqual(['+13125550888'])
  })

  test('proven by a mailbox of record, a question wants the number on file too, before anything is asked', async () => {
    const email = 'otto.asks@example.org'
    const one = await setUp({ channel: 'letter' }, { emails: [email] })
    const journey = journeyIn(world)
    await enter(journey, one.code)
    await journey.submit('prove-contact', { action: 'another-way' })
    const contact = await world.db
      .selectFrom('patient_contacts')
      .select('id')
      .where('patient_id', '=', one.patientId)
      .where('kind', '=', 'email')
      .executeTakeFirstOrThrow()
    await journey.submit('choose-contact', { factor: `email-code:${contact.id}` })
    await journey.submit('prove-contact', { code: await world.latestCode(email) })
    await journey.submit('confirm-person')
    await journey.submit('accept-terms', { terms: 'on' })
    await journey.submit('enter-email', { action: 'no-email' })
    await journey.submit('choose-credentials', { username: one.username, new_password: password })
    // the number was texted once already
    clock.advance(31)
    expect(placeOf(await journey.submit('security-option', { factor: 'passkey' }))).toBe('prove-number-on-file')
    expect(placeOf(await journey.submit('security-option', { factor: 'security-question' }))).toBe(
      'prove-number-on-file',
    )
    expect(placeOf(await journey.open('option-question'))).not.toBe('page: option-question')
    clock.advance(31)
    await journey.submit('prove-number-on-file', { action: 'resend' })
    const proven = await journey.submit('prove-number-on-file', { code: await world.latestCode(one.phone) })
    expect(placeOf(proven)).toBe('option-question')
    const answer = { question: 'first-concert', answer: 'The Lanterns' }
    expect(placeOf(await journey.submit('option-question', answer))).toBe('signed-in')
    const accountId = (await world.codeRow(one.code)).used_by_account_id as string
    const factors = await world.db
      .selectFrom('account_factors')
      .select(['kind', 'contact_id', 'detail'])
      .where('account_id', '=', accountId)
      .execute()
    expect(factors).toEqual([{ kind: 'security-question', contact_id: null, detail: 'first-concert' }])
    // the number of the record stays the clinic's
    expect(
      await world.db.selectFrom('account_contacts').selectAll().where('account_id', '=', accountId).execute(),
    ).toEqual([])
  })

  test('whoever made a passkey instead of a password cannot go on without it, and it is no second way', async () => {
    const one = await setUp()
    const journey = journeyIn(world)
    await walkToOption(world, journey, one)
    const asked = await journey.submit('choose-credentials', {
      username: one.username,
      new_password: '',
      action: 'passkey',
    })
    expect(placeOf(asked)).toBe('sign-in-passkey')
    expect(placeOf(await journey.submit('sign-in-passkey', { passkey: '' }))).toBe('problem: passkey-missing')
    expect(placeOf(await journey.submit('sign-in-passkey', { passkey: '{"id":"forged"}' }))).toBe(
      'problem: passkey-not-made',
    )
    expect(placeOf(await journey.submit('security-option', { factor: 'text-code' }))).toBe('sign-in-passkey')
    expect((await world.codeRow(one.code)).used_at).toBeNull()
    // back to a password, as if nothing had been
    const back = await journey.submit('choose-credentials', { username: one.username, new_password: password })
    expect(placeOf(back)).toBe('security-option')
    expect(placeOf(await journey.submit('security-option', { factor: 'text-code' }))).toBe('signed-in')
  })

  test('a landline of record is called, a mobile phone is texted', async () => {
    const one = await setUp({}, { phones: ['+34912345678', '+34612345678'] })
    await enter(journeyIn(world), one.code)
    expect((await world.messagesTo('+34912345678')).map(message => message.channel)).toEqual(['voice'])
    const two = await setUp({}, { phones: ['+34612345678'] })
    await enter(journeyIn(world), two.code)
    expect((await world.messagesTo('+34612345678')).map(message => message.channel)).toEqual(['sms'])
  })

  test('"That is not me" stops, voids the code, and staff can see it', async () => {
    const one = await setUp()
    const journey = journeyIn(world)
    await enter(journey, one.code)
    await journey.submit('prove-contact', { code: await world.latestCode(one.phone) })
    expect(placeOf(await journey.submit('confirm-person', { action: 'not-me' }))).toBe('denied: activation-not-me')
    expect((await world.codeRow(one.code)).voided_at).toBeInstanceOf(Date)
    const events = await world.db
      .selectFrom('audit_events')
      .selectAll()
      .where('patient_id', '=', one.patientId)
      .execute()
    expect(events.map(event => event.type)).toContain('flow.activate.confirm-person.deny')
    expect(placeOf(await enter(journeyIn(world), one.code))).toBe('problem: access-code-wrong')
  })

  test('"I no longer have this number" leads to help and back; the code stays valid', async () => {
    const one = await setUp()
    const journey = journeyIn(world)
    await enter(journey, one.code)
    for (const _twice of [1, 2]) {
      expect(placeOf(await journey.submit('prove-contact', { action: 'lost-contact' }))).toBe('contact-help')
      expect(placeOf(await journey.submit('contact-help'))).toBe('prove-contact')
    }
    expect(placeOf(await journey.submit('prove-contact', { code: await world.latestCode(one.phone) }))).toBe(
      'confirm-person',
    )
    expect(await world.codeRow(one.code)).toMatchObject({ failures: 0, voided_at: null, used_at: null })
  })

  test('help that was asked for with one code is not shown for another', async () => {
    const [mine, theirs] = [await setUp(), await setUp()]
    const journey = journeyIn(world)
    await enter(journey, mine.code)
    await journey.submit('prove-contact', { action: 'lost-contact' })
    expect(placeOf(await journey.submit('contact-help'))).toBe('prove-contact')
    expect(placeOf(await enter(journey, theirs.code))).toBe('prove-contact')
    // and it can be asked for again
    expect(placeOf(await journey.submit('prove-contact', { action: 'lost-contact' }))).toBe('contact-help')
  })

  test('an own phone is read the way it is written in the clinic’s country', async () => {
    await world.db
      .updateTable('organizations')
      .set({ settings: JSON.stringify({ phone_country: 'ES' }) })
      .where('id', '=', 'southside')
      .execute()
    const one = await setUp({ organization: 'southside' }, { organization: 'southside' })
    const journey = journeyIn(world, { organization: 'southside' })
    await walkToOption(world, journey, one)
    expect(placeOf(await journey.submit('security-option', { factor: 'text-code', phone: '698 765 432' }))).toBe(
      'confirm-phone',
    )
    expect(await world.messagesTo('+34698765432')).toHaveLength(1)
  })

  test('a second code typed on the way back proves its own contact', async () => {
    const mine = await setUp()
    const theirs = await setUp()
    const journey = journeyIn(world)
    await walkToOption(world, journey, mine)
    expect(placeOf(await enter(journey, theirs.code))).toBe('prove-contact')
    expect(placeOf(await journey.submit('security-option', { factor: 'text-code', phone: '' }))).toBe('prove-contact')
    expect((await world.codeRow(theirs.code)).used_at).toBeNull()
  })

  test('the clinic changed the phone meanwhile: the proof no longer counts', async () => {
    const one = await setUp()
    const journey = journeyIn(world)
    await walkToOption(world, journey, one)
    const value = '+13125559999'
    await world.db
      .updateTable('patient_contacts')
      .set({
        value_sealed: world.sealer.seal('contact.value', value),
        value_index: world.sealer.index('contact.phone', value),
      })
      .where('patient_id', '=', one.patientId)
      .execute()
    const reply = await journey.submit('security-option', { factor: 'text-code', phone: '' })
    expect(placeOf(reply)).toBe('denied: activation-contact-changed')
    expect((await world.codeRow(one.code)).used_at).toBeNull()
  })

  test('by hand, identity checked, nothing on file: no contact is asked, and no phone is needed', async () => {
    const one = await setUp({ channel: 'in_person', identityChecked: true }, { phones: [] })
    const journey = journeyIn(world)
    expect(placeOf(await enter(journey, one.code))).toBe('confirm-person')
    await journey.submit('confirm-person')
    await journey.submit('accept-terms', { terms: 'on' })
    await journey.submit('enter-email', { action: 'no-email' })
    const short = { username: one.username, new_password: 'quiet otters!' }
    expect(placeOf(await journey.submit('choose-credentials', short))).toBe('problem: password-short')
    await journey.submit('choose-credentials', { username: one.username, new_password: password })
    expect(placeOf(await journey.submit('security-option', { action: 'no-phone' }))).toBe('signed-in')
  })

  test('nothing on file and nobody checked identity: help, and the code stays valid', async () => {
    const one = await setUp({ channel: 'letter' }, { phones: [] })
    expect(placeOf(await enter(journeyIn(world), one.code))).toBe('denied: activation-no-contact')
    expect(await world.codeRow(one.code)).toMatchObject({ failures: 0, voided_at: null })
  })

  test('a letter may be proven by the email of record, which is not asked again', async () => {
    const mail = 'otto.record@example.org'
    const one = await setUp({ channel: 'letter' }, { phones: [], emails: [mail] })
    const journey = journeyIn(world)
    expect(placeOf(await enter(journey, one.code))).toBe('prove-contact')
    const page = await journey.open('prove-contact')
    const drawn = page.kind === 'page' ? JSON.stringify(page.page({ organization: {} } as never)) : ''
    expect(drawn).not.toMatch(/otto|example/)
    await journey.submit('prove-contact', { code: await world.latestCode(mail) })
    await journey.submit('confirm-person')
    await journey.submit('accept-terms', { terms: 'on' })
    expect(placeOf(await journey.submit('enter-email', { email: mail }))).toBe('choose-credentials')
  })

  test('a representative gets a caregiver account, linked as staff recorded it', async () => {
    const representative = { name: { given: 'Ida', family: 'Vandersloot' }, relationship: 'parent', basis: 'parent' }
    const one = await setUp({ representative }, { birthDate: '2019-02-03' })
    const journey = journeyIn(world)
    await walkToOption(world, journey, { ...one, birthDate: '2019-02-03' })
    const page = await journey.open('confirm-person')
    expect(page.kind === 'page' && page.page({ organization: {} } as never).lead?.[0]).toMatchObject({
      id: 'activate.person.representative',
      values: { representative: 'Ida Vandersloot' },
    })
    expect(placeOf(await journey.submit('security-option', { factor: 'voice-code', phone: '' }))).toBe('signed-in')
    const link = await world.db
      .selectFrom('account_links')
      .selectAll()
      .where('patient_id', '=', one.patientId)
      .executeTakeFirst()
    expect(link).toMatchObject({ relationship: 'parent', basis: 'parent' })
    const account = await world.db
      .selectFrom('accounts')
      .selectAll()
      .where('id', '=', link?.account_id ?? '')
      .executeTakeFirst()
    expect(account?.population).toBe('caregiver')
    expect(world.sealer.openJson('account.profile', account?.profile_sealed as Buffer)).toEqual({
      given: 'Ida',
      family: 'Vandersloot',
    })
  })

  test('a code of another organisation is no code at a portal of this one', async () => {
    const one = await setUp({ organization: 'southside' }, { organization: 'southside' })
    const client = { id: 'portal', name: { en: 'Portal' }, firstParty: true }
    expect(placeOf(await enter(journeyIn(world, { client, organizationGiven: true }), one.code))).toBe(
      'problem: access-code-wrong',
    )
    expect(
      placeOf(await enter(journeyIn(world, { client, organizationGiven: true, organization: 'southside' }), one.code)),
    ).toBe('prove-contact')
  })

  test('the record has a self account already: told after all proofs, and only what to do', async () => {
    const one = await setUp()
    const journey = journeyIn(world)
    await walkToOption(world, journey, one)
    await journey.submit('security-option', { factor: 'text-code', phone: '' })
    await world.accessCode({ patientId: one.patientId, code: 'SECNDABCDE' })
    const again = journeyIn(world)
    await enter(again, 'SECNDABCDE')
    expect(placeOf(await again.submit('prove-contact', { action: 'call' }))).toBe('prove-contact')
    await again.submit('prove-contact', { code: await world.latestCode(one.phone) })
    expect(placeOf(await again.submit('confirm-person'))).toBe('denied: activation-account-exists')
  })
})
