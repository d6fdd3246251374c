import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { describeInBrowser } from '../driver/browser.ts'
import { type Clinic, openClinic } from '../driver/clinic.ts'
import { clock } from '../driver/clock.ts'
import { appCode, enrolApp, enrolRecoveryCodes } from '../driver/enrolled.ts'
import { linkToSelf } from '../driver/links.ts'
import { type Circumstances, type Person, patient } from '../driver/patient.ts'
import { importPatient } from '../driver/people.ts'
import { registered } from '../driver/residents.ts'

/**
 * Every way to confirm, from its enrolment to its removal, as a person meets it (passkeys: passkey.test). Between the two
 * a portal asks for it, and is told the truth.
 */
const circumstances: readonly (readonly [string, Circumstances])[] = [
  ['en, with script', { language: 'en' }],
  ['es, without script, phone, dark', { language: 'es', javascript: false, width: 320, colorScheme: 'dark' }],
]
const aal2 = 'urn:vestibule:aal2'
const confirmed = 'urn:vestibule:aal1:confirmed'
const answer = 'A lighthouse keeper'

describeInBrowser('ways to confirm in a browser', () => {
  let clinic: Clinic
  beforeAll(async () => {
    clinic = await openClinic()
  })
  afterAll(() => clinic?.close())
  afterEach(() => clock.reset())

  let count = 0
  /** Signed in with a password, at the account. */
  async function resident(how: Circumstances, over: Parameters<typeof registered>[1] = {}) {
    count += 1
    const email = `confirms.${count}@example.org`
    const one = await registered(clinic, { factors: [], email, ...over })
    const person = await patient(clinic).opens(`${clinic.world.issuer}/account`, how)
    await person.signsIn(one.username, one.password)
    return { ...one, email, person }
  }
  const goesTo = (person: Person, path: string) => person.goes(`${clinic.world.issuer}/account${path}`)
  const isAtAccount = (person: Person) => expect(new URL(person.page.url()).pathname).toBe('/account')

  async function addsApp(person: Person, name: string): Promise<string> {
    await goesTo(person, '')
    await person.presses(person.link('http.account.authenticator'))
    await person.presses(person.button('authenticator.about.submit'))
    const qr = person.page.getByRole('img', { name: person.say('authenticator.confirm.qr') })
    expect(await qr.isVisible()).toBe(true)
    const secret = ((await person.page.locator('.note .reference').textContent()) ?? '').replaceAll(' ', '')
    expect(secret).toMatch(/^[A-Z2-7]{32}$/)
    // the app may be on this very device
    const link = person.page.getByRole('link', { name: person.say('authenticator.confirm.open') })
    expect(new URL((await link.getAttribute('href')) ?? '').searchParams.get('secret')).toBe(secret)
    await person.field('authenticator.confirm.code').fill(appCode(secret))
    await person.page.locator('input[name=name]').fill(name)
    await person.presses(person.button('authenticator.confirm.submit'))
    isAtAccount(person)
    await person.isNotified('notice.factor-added')
    return secret
  }
  /** A portal asks for a level; another way than the first that is offered, where it is named. */
  async function isAskedBy(person: Person, level: string, factor: string, isFirst: boolean): Promise<void> {
    await person.goes(clinic.portal.login({ acr_values: level }))
    if (!isFirst) {
      await person.presses(person.button('verify.another-way'))
      await person.page.locator(`input[name=factor][value^="${factor}"]`).check()
      await person.presses(person.button('verify.continue'))
    }
  }
  async function removes(person: Person, which: RegExp): Promise<void> {
    await goesTo(person, '/factors/remove')
    await takesAway(person, which)
  }
  async function takesAway(person: Person, which: RegExp): Promise<void> {
    await person.sees('remove-factor.title')
    await person.page.getByLabel(which).check()
    await person.presses(person.button('remove-factor.continue'))
    await person.sees('remove-factor.confirm.title')
    await person.presses(person.button('remove-factor.confirm.submit'))
    isAtAccount(person)
    await person.isNotified('notice.factor-removed')
  }
  const kindsOf = async (id: string) =>
    (await clinic.world.database.db.selectFrom('account_factors').select('kind').where('account_id', '=', id).execute())
      .map(({ kind }) => kind)
      .sort()

  test.each(circumstances)('an authenticator app (%s)', async (_name, how) => {
    const { id, person } = await resident(how)
    const secret = await addsApp(person, 'Blue telephone')
    clock.advance(30)
    await isAskedBy(person, aal2, 'totp', true)
    await person.sees('factor.totp.title')
    await person.confirms(`${appCode(secret).slice(0, 3)} ${appCode(secret).slice(3)}`)
    expect((await person.landsAt(clinic.portal)).claims).toMatchObject({ acr: aal2, amr: ['mfa', 'otp', 'pwd'] })

    await goesTo(person, '/factors/rename')
    expect(await person.page.getByLabel(/Blue telephone/).isChecked()).toBe(true)
    await person.field('rename-factor.name').fill('Green telephone')
    await person.presses(person.button('rename-factor.submit'))
    isAtAccount(person)
    await removes(person, /Green telephone/)
    expect(await kindsOf(id)).toEqual([])
    await person.leaves()
  })

  test.each(circumstances)('recovery codes (%s)', async (_name, how) => {
    const { id, person } = await resident(how)
    await goesTo(person, '/recovery-codes')
    await person.presses(person.button('recovery-codes.about.submit'))
    await person.sees('recovery-codes.title')
    const codes = await person.page.locator('.items .reference').allTextContents()
    expect(new Set(codes.filter(code => /^\d{4} \d{4} \d{4}$/.test(code))).size).toBe(10)
    await person.presses(person.button('recovery-codes.submit'))
    isAtAccount(person)
    await isAskedBy(person, confirmed, 'recovery-code', false)
    await person.sees('factor.recovery-code.title')
    await person.confirms(codes[3] ?? '')
    expect((await person.landsAt(clinic.portal)).claims).toMatchObject({ acr: confirmed, amr: ['otp', 'pwd'] })
    // crossed out, when they are asked again some minutes later
    clock.advance(301)
    await isAskedBy(person, confirmed, 'recovery-code', false)
    await person.confirms(codes[3] ?? '')
    await person.isTold('problem.recovery-code-wrong')
    // whoever takes them away proves first that they have them
    await goesTo(person, '/factors/remove')
    await person.sees('factor.recovery-code.title')
    await person.confirms(codes[7] ?? '')
    await takesAway(person, new RegExp(person.say('listed.recovery-code')))
    expect(await kindsOf(id)).toEqual([])
    await person.leaves()
  })

  test.each(circumstances)('a security question, after the number on file (%s)', async (_name, how) => {
    const { house } = clinic.world.app
    const { id, person, phone } = await resident(how)
    const onFile = `+1312555${String(8100 + count)}`
    const born = { given: 'Ottilie', family: 'Fernsby', birthDate: '1979-11-05', phone: onFile }
    await linkToSelf(house, id, await importPatient(house, born))
    await goesTo(person, '/security-question')
    await person.field('question.question').selectOption('dream-job')
    await person.field('question.answer').fill(answer)
    await person.presses(person.button('question.submit'))
    expect(await clinic.world.inbox.messages(phone)).toEqual([])
    await person.confirms(await clinic.world.inbox.latestCode(onFile))
    isAtAccount(person)
    await isAskedBy(person, confirmed, 'security-question', true)
    await person.sees('factor.security-question.title')
    await person.field('question.dream-job').fill(answer.toUpperCase())
    await person.presses(person.button('verify.continue'))
    expect((await person.landsAt(clinic.portal)).claims).toMatchObject({ acr: confirmed, amr: ['kba', 'pwd'] })
    await removes(person, new RegExp(person.say('listed.security-question')))
    expect(await kindsOf(id)).toEqual([])
    await person.leaves()
  })

  test.each(circumstances)('text and call, to one number (%s)', async (_name, how) => {
    const { world, portal } = clinic
    const { id, person, phone, username, password } = await resident(how, { factors: ['text-code'] })
    await person.sees('factor.text-code.title')
    await person.confirms(await world.inbox.latestCode(phone))
    isAtAccount(person)
    // known here by now: a password opens the portal, which then asks for more
    await person.context.clearCookies({ name: /vst_session|_session/ })
    await person.goes(portal.login())
    await person.signsIn(username, password)
    expect((await person.landsAt(portal)).claims).toMatchObject({ acr: 'urn:vestibule:aal1' })
    clock.advance(31)
    await isAskedBy(person, aal2, 'text-code', true)
    // nothing was sent yet: the portal brought them here by a link
    await person.presses(person.button('factor.voice-code.switch'))
    await person.sees('factor.voice-code.title')
    await person.confirms(await world.inbox.latestCode(phone))
    expect((await person.landsAt(portal)).claims).toMatchObject({ acr: aal2, amr: ['mfa', 'otp', 'pwd', 'tel'] })
    await removes(person, new RegExp(person.say('listed.text-code', { shown: phone.slice(-2) })))
    expect(await kindsOf(id)).toEqual([])
    await person.leaves()
  })

  test.each(circumstances)('a code by email, which never makes two factors (%s)', async (_name, how) => {
    const { world, portal } = clinic
    const { email, person } = await resident(how)
    await isAskedBy(person, confirmed, 'email-code', true)
    await person.presses(person.button('factor.email-code.send'))
    await person.sees('factor.email-code.title')
    await person.confirms(await world.inbox.latestCode(email))
    expect((await person.landsAt(portal)).claims).toMatchObject({ acr: confirmed })
    // where a portal would like two factors, nothing of theirs will do: nobody is asked, and it is told the truth
    await person.goes(portal.login({ acr_values: aal2 }))
    expect((await person.landsAt(portal)).claims).toMatchObject({ acr: 'urn:vestibule:aal1' })
    await person.leaves()
  })

  test.each(circumstances)('of several, the strongest first and the others a press away (%s)', async (_name, how) => {
    const { house } = clinic.world.app
    const { id, person } = await resident(how)
    await enrolApp(house, id)
    const [code = ''] = await enrolRecoveryCodes(house, id)
    await isAskedBy(person, confirmed, 'recovery-code', false)
    await person.sees('factor.recovery-code.title')
    await person.confirms(code)
    expect((await person.landsAt(clinic.portal)).claims).toMatchObject({ acr: confirmed })
    await person.leaves()
  })

  test.each(circumstances)('the last of a provider stays (%s)', async (_name, how) => {
    const { id, person, phone } = await resident(how, { population: 'provider', factors: ['text-code'] })
    await person.confirms(await clinic.world.inbox.latestCode(phone))
    await goesTo(person, '/factors/remove')
    await person.page.locator('input[name=factor]').check()
    await person.presses(person.button('remove-factor.continue'))
    await person.isTold('problem.last-second-factor')
    await addsApp(person, 'Work telephone')
    await removes(person, new RegExp(person.say('listed.text-code', { shown: phone.slice(-2) })))
    expect(await kindsOf(id)).toEqual(['totp'])
    await person.leaves()
  })
})
