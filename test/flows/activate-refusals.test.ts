import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { addSeconds, days, newId, now } from '../../src/platform/index.ts'
import { birth, type Journey, journeyIn, openWorld, placeOf, type World, walkToOption } from './activate-world.ts'

const right = '1961-11-30'
const wrong = '1961-11-29'
let world: World
beforeAll(async () => {
  world = await openWorld('activate-refusals')
})
afterAll(() => world.close())

let count = 0
const nextCode = () => {
  count += 1
  return `REFUSE${[...String(count).padStart(4, '0')].map(digit => 'ABCDEFGHJK'[Number(digit)]).join('')}`
}
async function coded(changes: object = {}, patient: object = {}) {
  const code = nextCode()
  const phone = `+1773555${String(count).padStart(4, '0')}`
  const patientId = await world.patient({
    given: 'Ottilie',
    family: `Brackenridge${count}`,
    birthDate: right,
    phones: [phone],
    emails: [`ottilie${count}@example.org`],
    ...patient,
  })
  await world.accessCode({ patientId, code, ...changes })
  return { code, phone, patientId }
}
const enter = (code: string, date: string, journey: Journey = journeyIn(world)) =>
  journey.submit('enter-access-code', { access_code: code, ...birth(date) })

/** One refusal: what the person gets, and what the database was asked. */
async function refusal(code: string, date: string) {
  world.statements.length = 0
  const reply = await enter(code, date)
  if (reply.kind !== 'page') throw new Error(placeOf(reply))
  const context = { paths: { signIn: '/sign-in', activate: '/activate' }, organization: {} } as never
  return {
    shown: JSON.stringify([reply.step, reply.problem, reply.page(context)]),
    statements: [...world.statements],
  }
}

describe('one answer', () => {
  test('wrong code, wrong date, void, replaced and spent: same words, same statements', async () => {
    const used = addSeconds(now(), -60)
    const cases: [string, string, string][] = [
      ['no such code', 'WRANGCADEX', right],
      ['wrong date', (await coded()).code, wrong],
      ['void, right date', (await coded({ changes: { voided_at: used } })).code, right],
      ['void, wrong date', (await coded({ changes: { voided_at: used } })).code, wrong],
      ['replaced by a newer one', (await coded({ changes: { superseded_at: used } })).code, right],
      ['expired, wrong date', (await coded({ changes: { expires_at: used } })).code, wrong],
      ['used, wrong date', (await coded({ changes: { used_at: used } })).code, wrong],
      ['a child’s own code', (await coded({}, { birthDate: '2020-01-01' })).code, '2020-01-01'],
    ]
    const spent = await coded()
    for (let tries = 0; tries < 5; tries += 1) await enter(spent.code, wrong)
    cases.push(['tries spent, right date', spent.code, right])
    const answers = new Map<string, Awaited<ReturnType<typeof refusal>>>()
    for (const [name, code, date] of cases) answers.set(name, await refusal(code, date))
    const first = answers.get('no such code')
    expect(first?.shown).toContain('access-code-wrong')
    expect(first?.statements).not.toEqual([])
    for (const [name, answer] of answers) expect([name, answer]).toEqual([name, first])
  })

  test('only code and date together tell "expired" and "used", and do not spend tries', async () => {
    const past = addSeconds(now(), -days(1))
    const expired = await coded({ changes: { expires_at: past } })
    const used = await coded({ changes: { used_at: past } })
    for (let tries = 0; tries < 7; tries += 1) {
      expect(placeOf(await enter(expired.code, right))).toBe('problem: access-code-expired')
      expect(placeOf(await enter(used.code, right))).toBe('problem: access-code-used')
    }
    for (let tries = 0; tries < 5; tries += 1) await enter(expired.code, wrong)
    expect(placeOf(await enter(expired.code, right))).toBe('problem: access-code-wrong')
  })

  test('what cannot be a code or a date is told at once and spends nothing', async () => {
    const { code } = await coded()
    const shape = { access_code: 'O0I1', ...birth(right) }
    expect(placeOf(await journeyIn(world).submit('enter-access-code', shape))).toBe('problem: access-code-shape')
    const date = { access_code: code, birth_month: '2', birth_day: '30', birth_year: '1961' }
    const reply = await journeyIn(world).submit('enter-access-code', date)
    expect(reply).toMatchObject({ problem: { code: 'birth-date-not-real', field: 'birth_day' } })
    expect((await world.codeRow(code)).failures).toBe(0)
  })
})

describe('five tries', () => {
  test('the fifth wrong date voids the code; the contact of record is told once', async () => {
    const { code, phone } = await coded()
    for (let tries = 0; tries < 4; tries += 1) await enter(code, wrong)
    expect(await world.codeRow(code)).toMatchObject({ failures: 4, voided_at: null })
    await enter(code, wrong)
    expect((await world.codeRow(code)).voided_at).toBeInstanceOf(Date)
    await enter(code, wrong)
    expect(placeOf(await enter(code, right))).toBe('problem: access-code-wrong')
    expect((await world.messagesTo(phone)).map(message => message.template)).toEqual(['notice.access-code-void'])
  })

  test('a right date spends nothing and refills nothing', async () => {
    const { code } = await coded()
    for (let tries = 0; tries < 4; tries += 1) await enter(code, wrong)
    expect(placeOf(await enter(code, right))).toBe('prove-contact')
    expect((await world.codeRow(code)).failures).toBe(4)
    await enter(code, wrong)
    expect((await world.codeRow(code)).voided_at).toBeInstanceOf(Date)
  })

  test('twenty right answers at once all go on, and spend nothing', async () => {
    const { code } = await coded()
    const replies = await Promise.all(Array.from({ length: 20 }, () => enter(code, right)))
    expect(replies.filter(reply => reply.kind === 'page' && reply.problem)).toEqual([])
    expect(await world.codeRow(code)).toMatchObject({ failures: 0, voided_at: null })
  })

  test('forty guesses at once are five compared ones', async () => {
    const { code, phone } = await coded()
    const dates = Array.from({ length: 40 }, (_, day) => `19${50 + day}-01-15`)
    await Promise.all(dates.map(date => enter(code, date)))
    expect((await world.codeRow(code)).failures).toBe(5)
    expect((await world.messagesTo(phone)).length).toBe(1)
  })

  test('a code that was voided on the way opens nothing any more', async () => {
    const { code, phone } = await coded()
    const journey = journeyIn(world)
    await walkToOption(world, journey, { code, phone, birthDate: right, username: 'ottilie.voided' })
    for (let tries = 0; tries < 5; tries += 1) await enter(code, wrong)
    const reply = await journey.submit('security-option', { factor: 'text-code', phone: '' })
    expect(placeOf(reply)).toBe('denied: activation-code-spent')
    expect(await world.db.selectFrom('accounts').selectAll().execute()).toEqual([])
  })

  test('one network address is slowed down, whatever code it tries', async () => {
    const journey = () => journeyIn(world, {}, { ip: '203.0.113.9' })
    for (let tries = 0; tries < 60; tries += 1) await enter('WRANGCADEX', wrong, journey())
    const { code } = await coded()
    expect(await enter(code, right, journey())).toMatchObject({ problem: { code: 'too-many-tries' } })
    expect((await world.codeRow(code)).failures).toBe(0)
    expect(placeOf(await enter(code, right))).toBe('prove-contact')
  })
})

test('a known code that is opened again and again answers like a wrong one, silently', async () => {
  const { code } = await coded()
  for (let tries = 0; tries < 30; tries += 1) expect(placeOf(await enter(code, right))).toBe('prove-contact')
  expect(placeOf(await enter(code, right))).toBe('problem: access-code-wrong')
})

describe('13 to 17 years', () => {
  const born = () => `${now().getUTCFullYear() - 15}-01-15`
  test('a parent’s phone is no proof, the teenager’s own is', async () => {
    const shared = `+1773556${String(count).padStart(4, '0')}`
    await world.patient({ given: 'Parent', family: newId(), birthDate: '1980-01-01', phones: [shared] })
    const own = `+1773557${String(count).padStart(4, '0')}`
    const teen = await coded({}, { birthDate: born(), phones: [shared, own], emails: [] })
    expect(placeOf(await enter(teen.code, born()))).toBe('prove-contact')
    expect((await world.messagesTo(own)).length).toBe(1)
    expect(await world.messagesTo(shared)).toEqual([])
    const without = await coded({}, { birthDate: born(), phones: [shared], emails: [] })
    expect(placeOf(await enter(without.code, born()))).toBe('denied: activation-no-contact')
  })
})
