import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import {
  type Ask,
  commonLimits,
  createFlowEngine,
  type FlowEngine,
  type FlowReply,
} from '../../src/flow-engine/index.ts'
import { flowLimits, flows } from '../../src/flows/index.ts'
import { rememberDevice } from '../../src/operations/known-devices.ts'
import { newId, now } from '../../src/platform/index.ts'
import { clock } from '../driver/clock.ts'
import { openTestHouse, type TestHouse } from '../driver/house.ts'
import { type SeedAccount, setAccountStatus } from '../driver/people.ts'

const password = 'kettle orbit mango lamp'
const phone = '+15550107742'
const someone = { username: 'rosa.q', password, phone, email: 'rosa.q@clinic.example', factors: ['text-code'] }

let open: TestHouse
let engine: FlowEngine
beforeAll(async () => {
  open = await openTestHouse('sign-in')
  engine = createFlowEngine({ house: open.house, flows, limits: { ...commonLimits, ...flowLimits } })
})
afterAll(() => open.close())
beforeEach(async () => {
  await open.database.pool.query('truncate accounts, failure_budgets, limits, flows, verifications, messages cascade')
})
afterEach(() => clock.reset())

interface BrowserOptions {
  readonly ask?: Partial<Ask>
  readonly deviceToken?: string
}
/** One browser on one interaction, driven through the engine as HTTP would. */
function browser({ ask, deviceToken }: BrowserOptions = {}) {
  const request = {
    address: {
      by: 'name',
      flow: 'sign-in',
      ask: { organization: 'northside', interactionUid: newId(), ...ask },
    },
    browser: newId(),
    visitor: {
      ip: '192.0.2.7',
      userAgent: 'Mozilla/5.0 (Windows NT 10.0; rv:130.0) Gecko/20100101 Firefox/130.0',
      language: 'en',
      ...(deviceToken ? { deviceToken } : {}),
    },
  } as const
  return {
    at: () => engine.dispatch(request),
    submit: (step: string, body: Record<string, unknown>) => engine.submit(request, step, body, undefined),
    password: (username: string, secret = password) =>
      engine.submit(request, 'password', { username, password: secret }, undefined),
    code: (code: string | undefined) => engine.submit(request, 'confirm', { code }, undefined),
    page: async (step: string) => {
      const reply = await engine.open(request, step)
      if (reply.kind !== 'page') throw new Error(`no page but ${reply.kind}`)
      return reply.page({
        language: 'en',
        organization: { id: 'northside', name: { en: 'Northside' } },
        paths: { signIn: '/sign-in', activate: '/activate' },
      })
    },
  }
}
/** What a reply tells, without what differs by nature. */
const told = (reply: FlowReply): string => {
  if (reply.kind === 'page') return `${reply.step}${reply.problem ? ` ${reply.problem.code}` : ''}`
  if (reply.kind === 'go') return `go ${reply.step}${reply.notice ? ` ${reply.notice}` : ''}`
  if (reply.kind === 'completed') return `completed ${reply.completion.kind}`
  return reply.kind === 'denied' ? `denied ${reply.problem}` : reply.kind
}
const knownDevice = async (accountId: string): Promise<string> =>
  open.house.db.transaction().execute(async tx => {
    const device = { accountId, userAgent: 'Firefox' }
    return (await rememberDevice(tx, open.house, device, now())).token
  })
const latestCode = async () => (await open.codesTo(phone))[0]

describe('sign-in', () => {
  test('on a known device a password is enough; terms are asked when a version is due', async () => {
    const id = await open.seedAccount({ ...someone, terms: null })
    const rosa = browser({ deviceToken: await knownDevice(id) })
    expect(told(await rosa.password('Rosa.Q '))).toBe('go accept-terms')
    expect(told(await rosa.submit('accept-terms', {}))).toBe('accept-terms terms-required')
    const done = await rosa.submit('accept-terms', { terms: 'on' })
    const completion = { kind: 'signed-in', accountId: id, rememberDevice: 'recalled' }
    expect(done).toMatchObject({ completion, fresh: true })
    const [accepted] = await open.house.db.selectFrom('terms_acceptances').selectAll().execute()
    expect(accepted).toMatchObject({ account_id: id, version: open.house.settings.terms.version })
    // a closed flow repeats its departure and signs nobody in
    expect(await rosa.at()).toMatchObject({ kind: 'completed', fresh: false })
  })

  test('elsewhere the chosen option is asked, sent by the POST before', async () => {
    const id = await open.seedAccount(someone)
    const rosa = browser()
    expect(told(await rosa.password('rosa.q@clinic.example'))).toBe('go confirm')
    const page = await rosa.page('confirm')
    expect(page).toMatchObject({ kind: 'form', title: { id: 'factor.text-code.title' }, fields: [{ kind: 'code' }] })
    expect(page.lead?.[0]).toMatchObject({ values: { masked: '42', minutes: 10 } })
    expect(page.actions?.map(action => action.value)).toEqual(['resend', 'call', 'no-way'])
    expect(page.actions?.[0]?.availableIn).toBeGreaterThan(25)
    expect(told(await rosa.code('000000'))).toBe('confirm code-wrong')
    expect(told(await rosa.code(await latestCode()))).toBe('completed signed-in')
    const evidence = await open.house.db.selectFrom('evidence').selectAll().orderBy('factor').execute()
    expect(evidence.map(row => [row.account_id, row.factor, row.category])).toEqual([
      [id, 'password', 'knowledge'],
      [id, 'text-code', 'possession'],
    ])
  })

  test('"Call me instead" calls at once; a resend before its time says "sent" and sends nothing', async () => {
    await open.seedAccount(someone)
    const rosa = browser()
    await rosa.password('rosa.q')
    expect(told(await rosa.submit('confirm', { action: 'resend' }))).toBe('go confirm code-sent')
    expect(await open.codesTo(phone)).toHaveLength(1)
    expect(told(await rosa.submit('confirm', { action: 'call' }))).toBe('go confirm code-sent')
    expect(await open.codesTo(phone)).toHaveLength(2)
    expect(await rosa.page('confirm')).toMatchObject({ title: { id: 'factor.voice-code.title' } })
    expect(told(await rosa.code(await latestCode()))).toBe('completed signed-in')
  })

  test('"Use another way" lists what there is, and sends to what is chosen', async () => {
    const id = await open.seedAccount({ ...someone, factors: ['text-code', 'voice-code'] })
    await addPhone(id, '+15550108899')
    const rosa = browser()
    await rosa.password('rosa.q')
    expect(told(await rosa.submit('confirm', { action: 'another-way' }))).toBe('go choose-way')
    const page = await rosa.page('choose-way')
    if (page.kind !== 'choice') throw new Error('no choice')
    expect(page.options.map(option => option.label.values?.masked)).toEqual(['42', '99', '42', '99'])
    expect(told(await rosa.submit('choose-way', { factor: 'nonsense' }))).toBe('choose-way choose-one')
    expect(told(await rosa.submit('choose-way', { factor: page.options[1]?.value }))).toBe('go confirm')
    const [code] = await open.codesTo('+15550108899')
    expect(told(await rosa.code(code))).toBe('completed signed-in')
  })

  test('signing in as somebody else drops what the first one proved', async () => {
    await open.seedAccount(someone)
    const other = await open.seedAccount({
      username: 'nobody.else',
      password,
      phone: '+15550103311',
      factors: ['text-code'],
    })
    const shared = browser()
    await shared.password('rosa.q')
    await shared.password('nobody.else')
    // the code of the first person opens nothing for the second
    expect(told(await shared.code(await latestCode()))).toBe('confirm code-wrong')
    const [code] = await open.codesTo('+15550103311')
    expect(await shared.code(code)).toMatchObject({ completion: { accountId: other } })
  })

  test('an email that serves several accounts signs in none of them; usernames do', async () => {
    await open.seedAccount({ ...someone, factors: [] })
    await open.seedAccount({ username: 'mateo.q', password, email: someone.email })
    expect(told(await browser().password(someone.email))).toBe('password sign-in-failed')
    expect(told(await browser().password('mateo.q'))).toBe('completed signed-in')
  })

  test('staff need a second factor, and without one are sent to people', async () => {
    const id = await open.seedAccount({ username: 'clerk', password, population: 'staff' })
    const clerk = browser({ deviceToken: await knownDevice(id) })
    expect(told(await clerk.password('clerk'))).toBe('go confirm')
    expect(await clerk.page('confirm')).toMatchObject({ kind: 'notice', tone: 'dead-end' })
  })

  test('disabled in the middle: nobody is signed in', async () => {
    const id = await open.seedAccount(someone)
    const rosa = browser()
    await rosa.password('rosa.q')
    const code = await latestCode()
    await setAccountStatus(open.house.db, id, 'disabled')
    expect(told(await rosa.code(code))).not.toContain('completed')
    expect(await open.house.db.selectFrom('evidence').selectAll().execute()).toEqual([])
  })
})

describe('step-up', () => {
  const stepUp = (accountId: string, ask: Partial<Ask> = {}) =>
    browser({ ask: { signedIn: { accountId, acr: 'urn:vestibule:aal1' }, acr: ['urn:vestibule:aal2'], ...ask } })

  test('asks no password; where no POST came before, the page offers to send', async () => {
    const id = await open.seedAccount(someone)
    const rosa = stepUp(id)
    expect(told(await rosa.at())).toBe('confirm')
    expect(await open.codesTo(phone)).toEqual([])
    expect(await rosa.page('confirm')).toMatchObject({ kind: 'notice', submit: { id: 'factor.text-code.send' } })
    expect(told(await rosa.submit('confirm', {}))).toBe('go confirm code-sent')
    expect(await rosa.code(await latestCode())).toMatchObject({
      completion: { kind: 'signed-in', accountId: id, rememberDevice: false },
    })
  })

  test('never changes the person: the password page is not part of it', async () => {
    const id = await open.seedAccount(someone)
    await open.seedAccount({ username: 'other', password })
    const reply = await stepUp(id).password('other')
    expect(reply.kind === 'page' || reply.kind === 'go' ? reply.step : reply.kind).toBe('confirm')
  })

  test('a forced sign-in asks for the password again', async () => {
    const id = await open.seedAccount(someone)
    expect(told(await stepUp(id, { forceAuthentication: true }).at())).toBe('password')
  })
})

describe('lock-out', () => {
  const fail = async (times: number, username = 'rosa.q') => {
    for (let i = 0; i < times; i += 1)
      expect(told(await browser().password(username, 'not the password'))).toBe('password sign-in-failed')
  }
  const patient: SeedAccount = { username: 'rosa.q', password, email: someone.email }

  test('five wrong ones lock unknown devices for 30 minutes; a known device goes on', async () => {
    const id = await open.seedAccount(patient)
    const deviceToken = await knownDevice(id)
    await fail(5)
    expect(told(await browser().password('rosa.q'))).toBe('password sign-in-failed')
    // by email it is the same budget
    expect(told(await browser().password(someone.email))).toBe('password sign-in-failed')
    expect(told(await browser({ deviceToken }).password('rosa.q'))).toBe('completed signed-in')
    clock.advance(1801)
    expect(told(await browser().password('rosa.q'))).toBe('completed signed-in')
  })

  test("a known device has a budget of its own, and another person's device is unknown", async () => {
    const id = await open.seedAccount(patient)
    const mateo = await open.seedAccount({ username: 'mateo.q', password })
    const deviceToken = await knownDevice(id)
    const theirs = await knownDevice(mateo)
    for (let i = 0; i < 5; i += 1) await browser({ deviceToken }).password('rosa.q', 'wrong')
    expect(told(await browser({ deviceToken }).password('rosa.q'))).toBe('password sign-in-failed')
    expect(told(await browser({ deviceToken: theirs }).password('rosa.q'))).toBe('completed signed-in')
  })

  test('a success gives the budget back', async () => {
    await open.seedAccount(patient)
    await fail(4)
    expect(told(await browser().password('rosa.q'))).toBe('completed signed-in')
    await fail(4)
    expect(told(await browser().password('rosa.q'))).toBe('completed signed-in')
  })

  test.each(['rosa.q', 'nobody.here'])('beyond a hundred guesses %s must prove a phone first', async username => {
    const id = await open.seedAccount(someone)
    await browser().password(username, 'wrong')
    await open.database.pool.query('update failure_budgets set total = 100, failures = 1')
    const guest = browser()
    expect(told(await guest.password(username))).toBe('go confirm-first')
    const page = await guest.page('confirm-first')
    expect(page.lead).toEqual([{ id: 'sign-in.first.lead' }])
    expect(page.actions?.map(action => action.value)).toEqual(['resend', 'call'])
    // the password page is behind it
    expect(told(await guest.password(username))).toBe('go confirm-first')
    expect(told(await guest.submit('confirm-first', { code: '000000' }))).toBe('confirm-first code-wrong')
    if (username !== 'rosa.q') {
      const [message] = await open.house.db.selectFrom('messages').selectAll().execute()
      expect(message?.expires_at.getTime()).toBeLessThanOrEqual(Date.now())
      return
    }
    expect(told(await guest.submit('confirm-first', { code: await latestCode() }))).toBe('go password')
    expect(told(await guest.password('rosa.q', 'wrong'))).toBe('password sign-in-failed')
    // nothing is asked twice
    expect(await guest.password('rosa.q')).toMatchObject({ completion: { kind: 'signed-in', accountId: id } })
    expect(await open.house.db.selectFrom('failure_budgets').selectAll().execute()).toEqual([])
  })

  test('a hundred guesses at a username do not show whose email it is', async () => {
    await open.seedAccount(someone)
    await browser().password('rosa.q', 'wrong')
    await open.database.pool.query('update failure_budgets set total = 100, failures = 1')
    expect(told(await browser().password(someone.email))).toBe('password sign-in-failed')
    expect(told(await browser().password('rosa.q'))).toBe('go confirm-first')
  })

  test('parallel guesses never exceed the budget', async () => {
    await open.seedAccount(patient)
    await Promise.all(Array.from({ length: 30 }, () => browser().password('rosa.q', 'wrong')))
    const [budget] = await open.house.db.selectFrom('failure_budgets').selectAll().orderBy('total').execute()
    expect(budget?.total).toBe(5)
    expect(told(await browser().password('rosa.q'))).toBe('password sign-in-failed')
  })
})

describe('one answer, one piece of work', () => {
  const wrong = { username: 'rosa.q', password: 'not the password' }
  const cases: Record<string, () => Promise<{ username: string; password: string }>> = {
    unknown: async () => ({ username: 'nobody.here', password: 'not the password' }),
    'wrong password': async () => {
      await open.seedAccount(someone)
      return wrong
    },
    locked: async () => {
      await open.seedAccount(someone)
      for (let i = 0; i < 6; i += 1) await browser().password('rosa.q', 'wrong')
      return { username: 'rosa.q', password }
    },
    disabled: async () => {
      await setAccountStatus(open.house.db, await open.seedAccount(someone), 'disabled')
      return { username: 'rosa.q', password }
    },
    passwordless: async () => {
      await open.seedAccount({ username: 'rosa.q', phone, factors: ['text-code'] })
      return wrong
    },
    'guessed at a hundred times': async () => {
      await open.seedAccount(someone)
      await browser().password('rosa.q', 'wrong')
      await open.database.pool.query('update failure_budgets set total = 100, failures = 1')
      return { username: 'rosa.q', password }
    },
    'an unknown name guessed at a hundred times': async () => {
      await browser().password('nobody.here', 'wrong')
      await open.database.pool.query('update failure_budgets set total = 100, failures = 1')
      return { username: 'nobody.here', password }
    },
    'shared email': async () => {
      await open.seedAccount(someone)
      await open.seedAccount({ username: 'mateo.q', password, email: someone.email })
      return { username: someone.email, password }
    },
  }

  async function observe(prepare: () => Promise<{ username: string; password: string }>) {
    const typed = await prepare()
    const statements: string[] = []
    const { pool } = open.database
    const spied = pool.connect.bind(pool)
    // pg's own connections are watched, whoever asks for one
    type Connection = { query: (...parameters: unknown[]) => unknown }
    const watched = new Map<Connection, Connection['query']>()
    const watch = (client: Connection) => {
      if (watched.has(client)) return
      const query = client.query
      watched.set(client, query)
      client.query = (...parameters) => {
        const [first] = parameters
        statements.push(typeof first === 'string' ? first : (first as { text: string }).text)
        return query.apply(client, parameters)
      }
    }
    pool.connect = ((callback?: (...parameters: unknown[]) => void) =>
      callback
        ? spied((error, client, release) => {
            if (client) watch(client as unknown as Connection)
            callback(error, client, release)
          })
        : spied().then(client => {
            watch(client as unknown as Connection)
            return client
          })) as typeof pool.connect
    let hashes = 0
    const { house } = open
    const counting = {
      ...house.hasher,
      verify: (...parameters: Parameters<typeof house.hasher.verify>) => {
        hashes += 1
        return house.hasher.verify(...parameters)
      },
    }
    const observed = createFlowEngine({ house: { ...house, hasher: counting }, flows, limits: commonLimits })
    try {
      const request = {
        address: { by: 'name', flow: 'sign-in', ask: { organization: 'northside', interactionUid: newId() } },
        browser: newId(),
        visitor: { ip: '192.0.2.7', userAgent: 'x', language: 'en' },
      } as const
      const reply = await observed.submit(request, 'password', typed, undefined)
      const page =
        reply.kind === 'page' &&
        reply.page({
          language: 'en',
          organization: { id: 'northside', name: { en: 'Northside' } },
          paths: { signIn: '/s', activate: '/a' },
        })
      return { told: told(reply), page, problem: reply.kind === 'page' && reply.problem, statements, hashes }
    } finally {
      pool.connect = spied
      for (const [client, query] of watched) client.query = query
    }
  }

  test('unknown, wrong, locked, disabled, passwordless and shared look the same from every side', async () => {
    const seen: Record<string, Awaited<ReturnType<typeof observe>>> = {}
    for (const [name, prepare] of Object.entries(cases)) {
      await open.database.pool.query('truncate accounts, failure_budgets, limits, flows cascade')
      seen[name] = await observe(prepare)
    }
    const { unknown } = seen
    expect(unknown?.told).toBe('password sign-in-failed')
    expect(unknown?.hashes).toBe(1)
    expect(unknown?.statements.length).toBeGreaterThan(4)
    const guessed = seen['guessed at a hundred times']
    expect(guessed?.told).toBe('go confirm-first')
    for (const [name, other] of Object.entries(seen))
      expect({ name, ...other }).toEqual({ name, ...(name.includes('hundred') ? guessed : unknown) })
  })
})

async function addPhone(accountId: string, value: string): Promise<void> {
  const { createAccountContact } = await import('../../src/store/account-contacts.ts')
  const { createAccountFactor } = await import('../../src/store/account-factors.ts')
  const id = newId()
  await open.house.db.transaction().execute(async tx => {
    const contact = { id, accountId, kind: 'phone', value, verifiedAt: now(), primary: false } as const
    await createAccountContact(tx, open.house.sealer, contact, now())
    await createAccountFactor(tx, { id: newId(), accountId, kind: 'text-code', contactId: id }, now())
  })
}
