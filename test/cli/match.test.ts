import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { processContext } from '../../src/cli/context.ts'
import { runCli } from '../../src/cli/program.ts'
import { openEmptyDatabase } from '../driver/database.ts'
import { testWrappingKeys } from '../driver/names.ts'
import { makePopulation, today, toFhir, type Visitor } from '../driver/population/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'match-'))
const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
const key = (letter: string): string => Buffer.alloc(32, letter).toString('base64')
let env: Record<string, string> = {}

async function vestibule(args: readonly string[], input = '') {
  const [out, err]: [string[], string[]] = [[], []]
  const status = await runCli(args, {
    ...processContext(),
    env,
    actor: 'cli:test',
    input: async () => input,
    out: line => void out.push(line),
    err: line => void err.push(line),
  })
  return { status, out: out.join('\n'), err: err.join('\n') }
}
afterAll(() => rmSync(folder, { recursive: true }))

describe('explain', () => {
  let database: Awaited<ReturnType<typeof openEmptyDatabase>>
  beforeAll(async () => {
    database = await openEmptyDatabase()
    env = {
      VESTIBULE_ISSUER: 'http://localhost:3000',
      VESTIBULE_CONFIG: write('settings.yaml', 'passwords: { memory_kib: 64 }\n'),
      NODE_ENV: 'test',
      DATABASE_URL: database.url,
      VESTIBULE_KEYS_WRAPPING_0_ID: testWrappingKeys[0].id,
      VESTIBULE_KEYS_WRAPPING_0_SECRET: testWrappingKeys[0].secret,
      VESTIBULE_KEYS_PEPPER: key('p'),
      VESTIBULE_KEYS_COOKIES_0: key('c'),
    }
    const clinic = write(
      'clinic.yaml',
      'kind: organization\nid: northside\nname: { en: Northside }\ntime_zone: America/New_York\n',
    )
    const patients = write(
      'patients.csv',
      `source_id,given_name,family_name,birth_date,phone_mobile,email
1,Ana,López,1980-03-14,617 555 0101,ana@example.com
2,Eva,López,1980-03-14,617 555 0102,ana@example.com
3,Juan,Ray,1975-01-02,617 555 0103,
`,
    )
    for (const args of [
      ['migrate', 'up'],
      ['config', 'apply', clinic],
      ['patients', 'import', patients, '--organization', 'northside'],
    ])
      expect(await vestibule(args)).toMatchObject({ status: 0 })
  })
  afterAll(() => database.drop())

  const explain = ['match', 'explain', '--organization', 'northside', '--reason', 'a call']
  test('prints grade, reasons and rivals, and nothing of the record', async () => {
    const juan = ['--given', 'Juan', '--family', 'Ray', '--birth-date', '1975-01-02', '--phone', '617-555-0103']
    const certain = await vestibule([...explain, ...juan])
    expect(certain.status).toBe(0)
    expect(certain.out).toMatch(/^certain\nrecord [0-9a-f-]{36}: certain\n {2}first and last name agree\n/)
    expect(certain.out).toContain('a phone of the record was proven')
    const typed = await vestibule([...explain, ...juan, '--proven', 'none'])
    expect(typed.out).toMatch(/^possible\n/)

    const ana = {
      given: 'Ana',
      family: 'Lopez',
      birth_date: '1980-03-14',
      phone: '6175550101',
      email: 'ana@example.com',
    }
    const twin = await vestibule([...explain, '--stdin'], JSON.stringify(ana))
    expect(twin).toMatchObject({ status: 0, err: '' })
    expect(twin.out).toMatch(/^probable\n/)
    expect(twin.out).toContain('(twins)')
    expect(twin.out).toMatch(/ {2}rivals: [0-9a-f-]{36}$/m)
    for (const said of ['Lopez', 'López', '0101', 'example.com', '1980'])
      expect(twin.out.replaceAll(/[0-9a-f-]{36}/g, '')).not.toContain(said)
    expect(JSON.parse((await vestibule([...explain, '--stdin', '--json'], JSON.stringify(ana))).out)).toMatchObject({
      grade: 'probable',
    })
  })

  test.each([
    [['--stdin'], '{', 'standard input is not JSON'],
    [['--stdin'], '{"family":"López","birth_date":"1980"}', 'birth_date: must be a date as YYYY-MM-DD'],
    [['--stdin'], '{"famly":"López","birth_date":"1980-03-14"}', 'has fields that are not known'],
    [['--stdin', '--family', 'López'], '{}', 'not both'],
    [['--birth-date', '1980-03-14', '--proven', 'fax'], '', '--proven is phone, email, phone,email or none'],
    [['--birth-date', '1980-03-14', '--organization', 'nowhere'], '', 'there is no organization nowhere'],
  ])('%j refuses without quoting anybody', async (args, input, message) => {
    const { status, err } = await vestibule([...explain, ...args], input)
    expect(status).toBe(1)
    expect(err).toContain(message)
    expect(err).not.toContain('López')
  })
})

describe('evaluate', () => {
  const { records, visitors } = makePopulation({ seed: 7, count: 800, visitors: 1 })
  const queryOf = ({ id, typed, verified }: Visitor) =>
    toFhir({
      sourceId: id,
      givenNames: typed.given,
      familyName: typed.family,
      sex: typed.sex,
      birthDate: typed.birthDate,
      status: 'active',
      contacts: verified,
    })
  const lines = (list: readonly object[]): string => list.map(each => JSON.stringify(each)).join('\n')
  const files = (truth: string): string[] => [
    'match',
    'evaluate',
    '--records',
    write('records.ndjson', lines(records.map(toFhir))),
    '--queries',
    write('queries.ndjson', lines(visitors.map(queryOf))),
    '--truth',
    write('truth.csv', truth),
    '--today',
    today,
  ]

  test('reports recall by grade and class, and passes without false links', async () => {
    const truth = [
      'query_id,record_id,error_class',
      ...visitors.map(each => `${each.id},${each.truth ?? ''},"${each.errorClass}"`),
    ]
    const { status, out, err } = await vestibule(files(truth.join('\n')))
    expect({ status, err }).toEqual({ status: 0, err: '' })
    expect(out).toContain(`${records.length} records, ${visitors.length} queries; rows that cannot be read: 0, 0.`)
    expect(out).toContain('False links: 0')
    expect(out).toMatch(/^ {2}exact +\d+ +100\.0 % +0\.0 % +0\.0 % +0\.0 %$/m)
    expect(out).toMatch(/^people without one +\d+ +0\.0 %/m)
  })

  test('names the error itself where the data set does not, and fails where anybody is linked wrongly', async () => {
    const certain = visitors.filter(each => each.errorClass === 'exact' && each.truth)
    const [wrong, other] = certain as [Visitor, Visitor]
    const truth = [
      'query_id,record_id',
      ...visitors.map(each => `${each.id},${(each === wrong ? other : each).truth ?? ''}`),
    ]
    const { status, out, err } = await vestibule(files(truth.join('\n')))
    expect(status).toBe(1)
    expect(err).toBe('1 person would be linked wrongly.')
    expect(out).toContain(`query ${wrong.id}, record ${wrong.truth}: name-exact`)
    expect(out).toMatch(/^ {2}nickname +\d+/m)
    expect(out).toMatch(/^ {2}no error +\d+/m)
  })

  test('CSV, with rows that cannot be read', async () => {
    const header = 'source_id,given_name,family_name,birth_date,phone_mobile'
    const args = [
      'match',
      'evaluate',
      '--records',
      write('records.csv', `${header}\na,Ana,López,1980-03-14,617 555 0101\nb,Bo,Ray,soon,\n`),
      '--queries',
      write('queries.csv', `${header}\n1,Ana,Lopez,1980-03-14,+1 617 555 0101\n2,Cy,Ray,1980-02-30,\n`),
      '--truth',
    ]
    const { status, out } = await vestibule([...args, write('truth.csv', 'query_id,record_id\n1,a\n2,\n')])
    expect(status).toBe(0)
    expect(out).toContain('1 records, 1 queries; rows that cannot be read: 1, 1.')
    const broken = await vestibule([...args, write('broken.csv', 'query,record\n1,a\n')])
    expect(broken).toMatchObject({ status: 1, err: expect.stringContaining('the header lacks query_id or record_id') })
    const missing = await vestibule([...args, join(folder, 'absent.csv')])
    expect(missing).toMatchObject({ status: 1, err: expect.stringContaining('cannot be read (ENOENT)') })
  })
})
