import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { now } from '../../src/platform/index.ts'
import { clock } from '../driver/clock.ts'
import { accepting, type InvitedPerson, invitationLink, invite, invitedPassword } from '../driver/invited.ts'
import { linkToSelf } from '../driver/links.ts'
import { importPatient, seedAccount } from '../driver/people.ts'
import { openWorld, type World } from '../driver/world.ts'

/** Each journey and each ending of an invitation, over HTTP. */
let world: World
beforeAll(async () => {
  world = await openWorld({
    settings: { passwords: { memory_kib: 1024 } },
    objects: `
kind: client
id: results-portal
name: { en: Results portal }
organization: northside
redirect_uris: [http://127.0.0.1:9/results/callback]
initiate_login_uri: http://127.0.0.1:9/results/login
auth: { method: client_secret_basic, secrets: [env:PORTAL_SECRET] }
scopes: [openid, profile, patients]
first_party: true
`,
  })
})
afterAll(() => world.close())
afterEach(() => clock.reset())

let count = 0
const somebody = (over: Partial<InvitedPerson> = {}): InvitedPerson => {
  count += 1
  return {
    given: 'Wilhelmina',
    family: 'Quackenbush',
    birthDate: `19${40 + (count % 50)}-03-1${count % 9}`,
    phone: `+1312555${String(4000 + count)}`,
    email: `invited-${count}@example.org`,
    ...over,
  }
}
const db = () => world.app.house.db
const accountOf = async (username: string) => {
  const index = world.app.house.sealer.index('account.username', username)
  return db()
    .selectFrom('accounts')
    .select(['id', 'population', 'security_option'])
    .where('username_index', '=', index)
    .executeTakeFirst()
}
const linksOf = (accountId = '') =>
  db().selectFrom('account_links').selectAll().where('account_id', '=', accountId).execute()
const ownContactsOf = (accountId = '') =>
  db().selectFrom('account_contacts').select(['kind']).where('account_id', '=', accountId).execute()
const invitationOf = (id: string) =>
  db().selectFrom('invitations').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

const withoutReference = (text: string): string => text.replace(/[2-9A-Z]{3}-[2-9A-Z]{3}/g, 'REFERENCE')

describe('the patient', () => {
  test('sets up sign-in, step by step, and ends at the home client; the name shows after the number is proven', async () => {
    const person = somebody()
    const { link, patientId, id } = await invite(world, person)
    const [mail] = await world.inbox.messages(person.email)
    expect(mail?.text).not.toMatch(/Wilhelmina|Quackenbush/)
    const agent = world.browser()
    await agent.open(link)
    const journey = accepting(world, agent, person)
    const seen: string[] = []
    const before = await journey.until('who', {
      'prove-number': async () => {
        seen.push(agent.page.text)
        return agent.submit({ code: await world.inbox.latestCode(person.phone) })
      },
    })
    expect(before).toEqual([
      'open-invitation',
      'enter-email',
      'confirm-email',
      'choose-credentials',
      'accept-terms',
      'security-option',
      'prove-number',
    ])
    expect(seen[0]).toContain(person.phone.slice(-2))
    expect(seen[0]).not.toMatch(/Wilhelmina|Quackenbush|555/)
    expect(agent.page.text).toContain('Wilhelmina Quackenbush')
    await journey.until(undefined)
    expect(journey.end()?.url).toBe('http://127.0.0.1:9/login')
    const account = await accountOf(person.email)
    expect(account).toMatchObject({ population: 'patient', security_option: 'text-code' })
    expect(await linksOf(account?.id)).toMatchObject([
      { patient_id: patientId, relationship: 'self', access: 'full', basis: 'invitation' },
    ])
    expect((await ownContactsOf(account?.id)).map(({ kind }) => kind).sort()).toEqual(['email', 'phone'])
    expect(await invitationOf(id)).toMatchObject({ used_by_account_id: account?.id, ended_at: null })

    // signed in already, at what was proven
    const portal = await world.portal()
    const begun = await portal.begins()
    const back = await agent.open(begun.url.href)
    const tokens = await portal.tokens(begun, back.url)
    expect(tokens.claims()).toMatchObject({ acr: 'urn:vestibule:aal2' })
  })

  test('from a notice: ends at its page, by login that the clinic began', async () => {
    const person = somebody()
    const patient = await importPatient(world.app.house, person)
    for (const elsewhere of ['https://elsewhere.example/results', 'javascript:alert(1)', '//127.0.0.1:9/results'])
      await expect(invite(world, person, { patientId: patient, targetLinkUri: elsewhere })).rejects.toThrow(
        'target-elsewhere',
      )
    const targetLinkUri = 'http://127.0.0.1:9/results/41'
    const { link } = await invite(world, person, {
      patientId: patient,
      origin: 'notice',
      clientId: 'results-portal',
      targetLinkUri,
    })
    const [mail] = await world.inbox.messages(person.email)
    expect(mail?.subject).toContain('something new for you')
    expect(mail?.text).not.toContain('results')
    const agent = world.browser()
    await agent.open(link)
    const journey = accepting(world, agent, person)
    await journey.until(undefined)
    const end = new URL(journey.end()?.url ?? '')
    expect(end.origin + end.pathname).toBe('http://127.0.0.1:9/results/login')
    expect(Object.fromEntries(end.searchParams)).toEqual({ iss: world.issuer, target_link_uri: targetLinkUri })
  })

  test('whatever is chosen, a number on file is proven; another phone is proven besides', async () => {
    const person = somebody()
    const { link } = await invite(world, person)
    const agent = world.browser()
    await agent.open(link)
    const other = '+13125559041'
    const journey = accepting(world, agent, person, { username: 'wilhelmina.other' })
    const walked = await journey.until(undefined, {
      'security-option': () => agent.submit({ factor: 'voice-code', phone: '(312) 555-9041' }),
      'confirm-phone': async () => agent.submit({ code: await world.inbox.latestCode(other) }),
    })
    expect(walked.slice(-4)).toEqual(['security-option', 'prove-number', 'who', 'confirm-phone'])
    expect(await accountOf('wilhelmina.other')).toMatchObject({ security_option: 'voice-code' })

    const second = somebody()
    const { link: another } = await invite(world, second)
    const browser = world.browser()
    await browser.open(another)
    const questioned = accepting(world, browser, second)
    const steps = await questioned.until(undefined, {
      'security-option': () => browser.submit({ factor: 'security-question' }),
      'option-question': () => browser.submit({ question: 'dream-job', answer: 'lighthouse keeper' }),
    })
    expect(steps.slice(-4)).toEqual(['security-option', 'prove-number', 'who', 'option-question'])
    const account = await accountOf(second.email)
    expect(account).toMatchObject({ security_option: 'security-question' })
    // the number of the clinic stays the clinic's
    expect((await ownContactsOf(account?.id)).map(({ kind }) => kind)).toEqual(['email'])
  })

  test('a name that is taken and a password with own data in it are told only after the number is proven', async () => {
    const person = somebody()
    await seedAccount(world.app.house, { username: person.email })
    const { link } = await invite(world, person)
    const agent = world.browser()
    await agent.open(link)
    const journey = accepting(world, agent, person, { password: 'Wilhelmina Quackenbush 19' })
    const walked = await journey.until('another-password')
    expect(walked.slice(-3)).toEqual(['prove-number', 'who', 'choose-username'])
    expect(agent.page.text).toContain('has your own details in it')
    await agent.submit({ new_password: 'Quackenbush Wilhelmina' })
    expect(agent.page.text).toContain('has your own details in it')
    await agent.submit({ new_password: invitedPassword })
    const [account] = await db()
      .selectFrom('invitations')
      .innerJoin('accounts', 'accounts.id', 'invitations.used_by_account_id')
      .select('accounts.username_sealed')
      .orderBy('invitations.used_at', 'desc')
      .limit(1)
      .execute()
    const username = world.app.house.sealer.open('account.username', account?.username_sealed as Buffer).toString()
    expect(username).not.toBe(person.email)
  })

  test('names of other people cost tries, and nobody learns whether they are taken', async () => {
    const person = somebody()
    await seedAccount(world.app.house, { username: 'somebody.else' })
    const { link } = await invite(world, person)
    const agent = world.browser()
    await agent.open(link)
    const journey = accepting(world, agent, person)
    await journey.until('choose-credentials')
    const page = agent.current?.url ?? ''
    for (const username of ['somebody.else', 'nobody.at.all', 'one.more', 'and.another', 'the.fifth']) {
      await agent.submit({ username, new_password: invitedPassword })
      expect(journey.here()).toBe('accept-terms')
      await agent.open(page)
    }
    const refused = await agent.submit({ username: 'the.sixth', new_password: invitedPassword })
    expect(refused.status).toBe(422)
    expect((await agent.submit({ username: person.email, new_password: invitedPassword })).status).toBe(200)
    expect(journey.here()).toBe('accept-terms')
  })
})

describe('who manages the account', () => {
  const manager = {
    name: { given: 'Millicent', family: 'Abernathy' },
    relationship: 'guardian',
    basis: 'power of attorney',
  } as const

  test('proves the number that staff recorded, and asks: an account without a record, and "sent"', async () => {
    const person = somebody()
    const phone = '+13125559050'
    const { link, patientId, id } = await invite(world, person, { representative: { ...manager, phone } })
    const agent = world.browser()
    await agent.open(link)
    const journey = accepting(world, agent, person, { phone, as: 'manager', email: 'millicent@example.org' })
    const walked = await journey.until('what-next', {
      // theirs is the second number
      'prove-number': async () => {
        if (agent.page.text.includes('sent a 6-digit code') && !agent.page.text.includes('50'))
          return agent.submit({}, 'another-way')
        return agent.submit({ code: await world.inbox.latestCode(phone) })
      },
      'choose-number': () => agent.submit({ factor: `text-code:${id}` }),
    })
    expect(walked.slice(-5)).toEqual(['prove-number', 'choose-number', 'prove-number', 'who', 'your-details'])
    expect(agent.page.heading).toBe('Your request was sent')
    await journey.until(undefined)
    expect(journey.end()?.url).toBe('http://127.0.0.1:9/login')
    const account = await accountOf('millicent@example.org')
    expect(account?.population).toBe('caregiver')
    expect(await linksOf(account?.id)).toEqual([])
    const requests = await db()
      .selectFrom('family_access_requests')
      .selectAll()
      .where('account_id', '=', account?.id ?? '')
      .execute()
    expect(requests).toMatchObject([{ patient_id: patientId, organization_id: 'northside', state: 'sent' }])
    const asked = world.app.house.sealer.openJson(
      'family_access_requests.patient',
      requests[0]?.patient_sealed as Buffer,
    )
    expect(asked).toMatchObject({
      family: 'Quackenbush',
      relationship: 'guardian',
      requester: { given: 'Millicent', birth_date: '1961-05-06', basis: 'power of attorney' },
    })
    expect(await invitationOf(id)).toMatchObject({ used_by_account_id: account?.id })
    // the number is theirs now
    expect((await ownContactsOf(account?.id)).map(({ kind }) => kind).sort()).toEqual(['email', 'phone'])
  })

  test('one who proved the patient’s phone proves their own too, and nobody becomes the patient by theirs', async () => {
    const person = somebody()
    const phone = '+13125559051'
    const { link } = await invite(world, person, { representative: { ...manager, phone } })
    const agent = world.browser()
    await agent.open(link)
    const journey = accepting(world, agent, person)
    await journey.until('who')
    await agent.submit({ relationship: 'manager' })
    expect(journey.here()).toBe('prove-own-number')
    expect(agent.page.text).toContain('51')
    const refused = await agent.submit({ code: '000000' })
    expect(refused.status).toBe(422)
    await agent.submit({ code: await world.inbox.latestCode(phone) })
    expect(journey.here()).toBe('your-details')
    const child = await agent.submit({
      given_name: 'Mo',
      family_name: 'Abernathy',
      birth_year: '2012',
      birth_month: '1',
      birth_day: '2',
    })
    expect(child.page.text).toContain('Only an adult')
  })

  test('where staff recorded nobody, only staff can help, and the invitation still works', async () => {
    const person = somebody()
    const { link } = await invite(world, person)
    const agent = world.browser()
    await agent.open(link)
    const journey = accepting(world, agent, person)
    await journey.until('who')
    await agent.submit({ relationship: 'manager' })
    expect(agent.page.heading).toBe('We need your phone number first')
    await agent.open(agent.page.links.find(({ href }) => href.endsWith('/who'))?.href ?? '')
    await journey.until(undefined)
    expect(journey.end()?.url).toBe('http://127.0.0.1:9/login')
  })
})

describe('who has an account already', () => {
  const password = 'the old orchard under seven moons'
  async function signedIn() {
    const username = `holder-${count}`
    const phone = `+1415555${String(6000 + count)}`
    const id = await seedAccount(world.app.house, { username, password, phone, factors: ['text-code'] })
    return { username, phone, id }
  }

  test('signs in and adds: the same number is proven, the link is added, and it ends at the portal', async () => {
    const person = somebody()
    const { link, patientId } = await invite(world, person)
    const owner = await signedIn()
    const agent = world.browser()
    await agent.open(link)
    await agent.open(agent.page.links.find(({ href }) => href.endsWith('/add'))?.href ?? '')
    expect(agent.current?.url).toContain('/sign-in')
    await agent.submit({ username: owner.username, password })
    await agent.finish({ code: await world.inbox.latestCode(owner.phone) })
    expect(agent.page.heading).toBe('Add to your account?')
    expect(agent.page.text).toContain(owner.username)
    expect(agent.page.text).not.toMatch(/Wilhelmina|Quackenbush/)
    const journey = accepting(world, agent, person)
    expect(await journey.until(undefined)).toEqual(['open-invitation', 'prove-number', 'who'])
    expect(journey.end()?.url).toBe('http://127.0.0.1:9/login')
    expect(await linksOf(owner.id)).toMatchObject([{ patient_id: patientId, relationship: 'self' }])
    const texts = (await world.inbox.messages(person.phone)).map(({ text }) => text)
    expect(texts.some(text => text.includes('A record was added to an account'))).toBe(true)
  })

  test('who manages the account asks with the one they have: "sent", and no record is open', async () => {
    const person = somebody()
    const owner = await signedIn()
    const representative = {
      name: { given: 'Millicent', family: 'Abernathy' },
      relationship: 'parent',
      basis: 'parent of a teenager',
      phone: owner.phone,
    } as const
    const { link, patientId } = await invite(world, person, { representative })
    const agent = world.browser()
    await agent.open(`${link.split('?')[0]}/add`)
    await agent.submit({ username: owner.username, password })
    await agent.finish({ code: await world.inbox.latestCode(owner.phone) })
    clock.advance(60)
    const journey = accepting(world, agent, person, { as: 'manager' })
    const walked = await journey.until(undefined, {
      'prove-own-number': async () => agent.submit({ code: await world.inbox.latestCode(owner.phone) }),
    })
    expect(walked.slice(-3)).toEqual(['who', 'prove-own-number', 'your-details'])
    expect(new URL(agent.current?.url ?? '').pathname).toBe('/account')
    expect(agent.page.text).toContain('Your request was sent.')
    expect(await linksOf(owner.id)).toEqual([])
    const requests = db().selectFrom('family_access_requests').selectAll().where('account_id', '=', owner.id)
    expect(await requests.execute()).toMatchObject([{ patient_id: patientId }])
  })

  test('of another birth date than the record: nothing is added, and the invitation still works', async () => {
    const person = somebody()
    const owner = await signedIn()
    const own = await importPatient(world.app.house, { given: 'Otto', family: 'Quackenbush', birthDate: '1931-02-03' })
    await linkToSelf(world.app.house, owner.id, own)
    const { link, id } = await invite(world, person)
    const agent = world.browser()
    await agent.open(`${world.issuer}/sign-in?organization=northside`)
    await agent.submit({ username: owner.username, password })
    await agent.finish({ code: await world.inbox.latestCode(owner.phone) })
    await agent.open(`${new URL(link).pathname}/add`)
    const journey = accepting(world, agent, person)
    await journey.until(undefined)
    expect(journey.end()?.status).toBe(403)
    expect(journey.end()?.page.heading).toBe('This account is somebody else’s')
    expect(await linksOf(owner.id)).toHaveLength(1)
    expect(await invitationOf(id)).toMatchObject({ used_at: null, ended_at: null })
  })
})

describe('mailboxes', () => {
  test('unknown, known and shared ones get the same pages, up to the number', async () => {
    const known = 'one-account@example.org'
    const shared = 'family@example.org'
    await seedAccount(world.app.house, { username: 'known.mailbox', email: known })
    await seedAccount(world.app.house, { username: 'shared.mailbox.1', email: shared })
    await seedAccount(world.app.house, { username: 'shared.mailbox.2', email: shared })
    const transcripts = []
    for (const email of ['unknown@example.org', known, shared]) {
      const person = somebody({ email })
      const { link } = await invite(world, person)
      const agent = world.browser()
      await agent.open(link)
      const journey = accepting(world, agent, person)
      const pages: string[] = [neutral(agent.page.text, person)]
      const looking = async (reply: Promise<unknown>) => {
        const answer = (await reply) as Awaited<ReturnType<typeof agent.open>>
        pages.push(neutral(answer.page.text, person))
        return answer
      }
      for (const step of ['open-invitation', 'enter-email', 'confirm-email', 'choose-credentials', 'accept-terms']) {
        expect(journey.here()).toBe(step)
        await looking(journey.answer(step) as Promise<unknown>)
      }
      transcripts.push(pages)
    }
    expect(transcripts[1]).toEqual(transcripts[0])
    expect(transcripts[2]).toEqual(transcripts[0])
  })
  const neutral = (text: string, { email, phone }: InvitedPerson): string =>
    withoutReference(text)
      .replaceAll(email, 'EMAIL')
      .replaceAll(`ending in ${phone.slice(-2)}`, 'ending in NN')

  test('a forwarded mail ends at the number, shows nothing but two digits, and spends nothing', async () => {
    const person = somebody()
    const { link, id } = await invite(world, person)
    const stranger = world.browser()
    await stranger.open(link)
    const journey = accepting(world, stranger, person, { email: 'stranger@example.net' })
    await journey.until('prove-number')
    for (const code of ['111111', '222222', '333333']) {
      const answer = await stranger.submit({ code })
      expect(answer.status).toBe(422)
      expect(answer.page.text).not.toMatch(/Wilhelmina|Quackenbush/)
    }
    const base = (stranger.current?.url ?? '').replace(/\/[^/]+$/, '')
    for (const step of ['who', 'your-details', 'choose-username', 'confirm-phone', 'option-question']) {
      const answer = await stranger.open(`${base}/${step}`)
      expect(answer.page.text).not.toMatch(/Wilhelmina|Quackenbush/)
      expect(journey.here()).toBe('prove-number')
    }
    // nor does the page before tell that a typed number is the one on file
    for (const typed of [person.phone, '+13125550000']) {
      await stranger.open(`${base}/security-option`)
      await stranger.submit({ factor: 'text-code', phone: typed })
      expect(journey.here()).toBe('prove-number')
      await stranger.open(`${base}/security-option`)
      expect(stranger.formFor().fields.phone).toBe(typed)
    }
    expect(await invitationOf(id)).toMatchObject({ used_at: null, ended_at: null })
    const agent = world.browser()
    await agent.open(link)
    const own = accepting(world, agent, person)
    clock.advance(60)
    await own.until(undefined)
    expect(own.end()?.url).toBe('http://127.0.0.1:9/login')
  })
})

describe('what can go wrong', () => {
  test('a link is looked at as often as one likes; used, taken back, replaced and too old ones are one page', async () => {
    const person = somebody()
    const { link, patientId, id } = await invite(world, person)
    const looking = world.browser()
    for (let look = 0; look < 3; look += 1) expect((await looking.open(link)).page.heading).toBe('You are invited')
    const second = await invite(world, person, { patientId })
    expect(await invitationOf(id)).toMatchObject({ ended_why: 'superseded' })
    const dead = (await world.browser().open(link)).page
    expect(dead.heading).toBe('This invitation does not work')

    const agent = world.browser()
    await agent.open(second.link)
    await accepting(world, agent, person).until(undefined)
    const old = await invite(world, somebody())
    clock.advance(8 * 24 * 3600)
    const unknown = second.link.replace(/invite\/[^?]+/, 'invite/AAAAAAAAAAAAAAAAAAAAAA')
    for (const each of [second.link, old.link, unknown]) {
      const answer = await world.browser().open(each)
      expect(withoutReference(answer.page.text)).toBe(withoutReference(dead.text))
    }
  })

  test('two tabs: what the one used is a clear page in the other, and a form sent twice counts once', async () => {
    const person = somebody()
    const { link } = await invite(world, person)
    const agent = world.browser()
    await agent.open(link)
    const tab = agent.tab()
    await tab.open(link)
    const journey = accepting(world, agent, person)
    const other = accepting(world, tab, person, { username: 'second.tab' })
    await other.until('security-option')
    clock.advance(60)
    await journey.until('who')
    const form = agent.formFor()
    const body = { ...form.fields, relationship: 'self' }
    const answers = await Promise.all([agent.post(form.action, body), agent.post(form.action, body)])
    expect(answers.map(({ status }) => status)).toEqual([303, 303])
    await tab.submit({ factor: 'text-code', phone: '' })
    expect(tab.page.heading).toBe('This invitation does not work')
    expect(await accountOf('second.tab')).toBeUndefined()
    expect(await linksOf((await accountOf(person.email))?.id)).toHaveLength(1)
  })

  test('"neither" stops, ends the link and tells staff', async () => {
    const person = somebody()
    const { link, id, patientId } = await invite(world, person)
    const agent = world.browser()
    await agent.open(link)
    await accepting(world, agent, person).until('who')
    const stopped = await agent.submit({}, 'not-me')
    expect(stopped.page.heading).toBe('We stopped here')
    expect(await invitationOf(id)).toMatchObject({ ended_why: 'not-me' })
    expect((await world.browser().open(link)).page.heading).toBe('This invitation does not work')
    const events = await db()
      .selectFrom('audit_events')
      .select('type')
      .where('patient_id', '=', patientId)
      .where('type', '=', 'flow.invite.who.deny')
      .execute()
    expect(events).toHaveLength(1)
  })

  test('a record that got an account meanwhile, and a number that the clinic changed: nothing is made', async () => {
    const person = somebody()
    const { link, patientId, id } = await invite(world, person)
    const agent = world.browser()
    await agent.open(link)
    await accepting(world, agent, person).until('who')
    await db().deleteFrom('patient_contacts').where('patient_id', '=', patientId).where('kind', '=', 'phone').execute()
    const changed = await agent.submit({ relationship: 'self' })
    expect(changed.status).toBe(200)
    expect(changed.page.heading).toBe('We can help you with that')
    expect(await invitationOf(id)).toMatchObject({ used_at: null })

    const second = somebody()
    const invited = await invite(world, second)
    const browser = world.browser()
    await browser.open(invited.link)
    await accepting(world, browser, second).until('who')
    const owner = await seedAccount(world.app.house, { username: `owner-${now().getTime()}` })
    await linkToSelf(world.app.house, owner, invited.patientId)
    const exists = await browser.submit({ relationship: 'self' })
    expect(exists.page.heading).toBe('There is a sign-in already')
    expect(await invitationOf(invited.id)).toMatchObject({ used_at: null })
  })

  test('a teenager’s phone that is a parent’s too proves nobody', async () => {
    const phone = '+13125559077'
    const born = `${now().getUTCFullYear() - 15}-01-15`
    const teen = somebody({ phone, birthDate: born })
    const patientId = await importPatient(world.app.house, teen)
    await importPatient(world.app.house, somebody({ phone }))
    await expect(invite(world, teen, { patientId })).rejects.toThrow('phone-of-record-shared')
    const own = somebody({ birthDate: born })
    const { link } = await invite(world, own)
    // shared since
    await importPatient(world.app.house, somebody({ phone: own.phone }))
    const agent = world.browser()
    await agent.open(link)
    await accepting(world, agent, own).until(undefined)
    expect(agent.page.heading).toBe('We can help you with that')
  })
})

test('the pages are in Spanish for who reads Spanish', async () => {
  const person = somebody()
  const { link } = await invite(world, person)
  expect(await invitationLink(world, person.email)).toBe(link)
  const agent = world.browser({ language: 'es' })
  await agent.open(link)
  expect(agent.page.heading).toBe('Tiene una invitación')
})
