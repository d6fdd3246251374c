import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { processContext } from '../../src/cli/context.ts'
import { runCli } from '../../src/cli/program.ts'
import { openEmptyDatabase } from '../driver/database.ts'
import { testWrappingKeys } from '../driver/names.ts'

const folder = mkdtempSync(join(tmpdir(), 'cli-'))
const path = (name: string): string => join(folder, name)
const write = (name: string, text: string): string => {
  writeFileSync(path(name), text)
  return path(name)
}
const key = (letter: string): string => Buffer.alloc(32, letter).toString('base64')

let database: Awaited<ReturnType<typeof openEmptyDatabase>>
let env: Record<string, string>
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
    PORTAL_SECRET: 'a secret of more than sixteen characters',
  }
})
afterAll(async () => {
  await database.drop()
  rmSync(folder, { recursive: true })
})

/** Runs a command as a terminal would, and answers what was seen. */
async function vestibule(command: string, variables: Record<string, string> = env) {
  const out: string[] = []
  const err: string[] = []
  const context = { ...processContext(), env: variables, actor: 'cli:test' }
  const args = (command.match(/"[^"]*"|\S+/g) ?? []).map(arg => arg.replaceAll('"', ''))
  const status = await runCli(args, { ...context, out: line => void out.push(line), err: line => void err.push(line) })
  return { status, out: out.join('\n'), err: err.join('\n') }
}

const objects = write(
  'objects.yaml',
  `kind: organization
id: northside
name: { en: Northside Clinic }
time_zone: America/New_York
---
kind: client
id: portal
name: { en: Portal }
organization: northside
redirect_uris: [https://portal.example/callback]
auth: { method: client_secret_basic, secrets: [env:PORTAL_SECRET] }
`,
)

describe('before there is anything', () => {
  test('mistakes in settings are all told, and nothing else happens', async () => {
    const { status, err } = await vestibule('keys list', { ...env, PORT: 'x', VESTIBULE_ISSUER: 'http://a/b' })
    expect(status).toBe(1)
    expect(err).toBe(`These settings are not right:
  VESTIBULE_ISSUER: issuer: must be an origin alone, without path and without a slash at its end
  PORT: listen.port: must be a number`)
  })

  test('a database without schema, or none at all, names the remedy', async () => {
    expect(await vestibule('keys list')).toMatchObject({
      status: 1,
      err: expect.stringMatching(/vestibule migrate up/),
    })
    const dead = { ...env, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }
    expect(await vestibule('migrate up', dead)).toMatchObject({
      status: 1,
      err: expect.stringMatching(/is Postgres run/),
    })
  })

  test('an unknown command or option fails, help does not', async () => {
    expect(await vestibule('config forget x')).toMatchObject({
      status: 1,
      err: expect.stringMatching(/unknown command/),
    })
    expect(await vestibule('--help')).toMatchObject({ status: 0, out: expect.stringMatching(/migrate/) })
    expect(await vestibule('patients import x.csv')).toMatchObject({
      status: 1,
      err: expect.stringMatching(/organization/),
    })
  })

  test('config validate needs neither settings nor database', async () => {
    expect(await vestibule(`config validate ${objects}`, {})).toEqual({
      status: 0,
      out: '2 objects in 1 file: no problems.',
      err: '',
    })
    const wrong = write('wrong.yaml', 'kind: client\nid: x\nname: { en: X }\nauth: { method: magic }\ncolour: red\n')
    const { status, err } = await vestibule(`config validate ${wrong}`, {})
    expect(status).toBe(1)
    expect(
      err.replaceAll(`${folder}/`, ''),
    ).toBe(`wrong.yaml:4: auth.method: must be one of client_secret_basic, client_secret_post, private_key_jwt, none
wrong.yaml:5: colour: this key is not known
2 problems found.`)
  })

  test('config validate refuses a policy that is looser than the one above it', async () => {
    const loose = 'kind: policy\nid: staff\nassurance:\n  second_factor: unknown-device\n'
    const { status, err } = await vestibule(`config validate ${write('loose.yaml', loose)}`, {})
    expect(status).toBe(1)
    expect(err).toMatch(/loose\.yaml:4: assurance\.second_factor: is looser than the policy above it/)
  })
})

describe('an installation from nothing', () => {
  test('schema, keys and objects; each twice', async () => {
    expect(await vestibule('migrate up')).toMatchObject({ status: 0, out: expect.stringMatching(/^applied /) })
    expect(await vestibule('migrate up')).toMatchObject({ status: 0, out: 'The schema is up to date.' })
    expect((await vestibule('migrate status')).out).not.toMatch(/waits/)
    expect((await vestibule('keys list')).out).toMatch(/keys init/)
    expect((await vestibule('keys init')).out.split('\n')).toHaveLength(2)
    expect((await vestibule('keys init')).out).toBe('There are keys already.')
    expect((await vestibule('keys list')).out).toMatch(/ES256 .* active/)
    expect((await vestibule('keys data list')).out).toMatch(/^2 {2}index {2}active .*\n1 {2}sealing {2}active .* test$/)
    expect((await vestibule('keys data rotate')).out).toMatch(/seals in 60 seconds/)
    expect((await vestibule('keys data rotate')).out).toMatch(/waiting already/)
    expect((await vestibule('keys data list')).out).toMatch(/^3 {2}sealing {2}next/)
    expect((await vestibule('keys rotate')).out).toMatch(/ES256 .* next\nRS256 .* next\nThey sign from 20.*Z\./)
    expect((await vestibule('keys rotate')).out).toMatch(/^New keys are published already\.\nThey sign from/)
    expect((await vestibule('keys rotate --now')).out).toMatch(/retired\n.*retired\nES256 .* active/)
    expect((await vestibule(`config apply ${objects}`)).out).toBe('create organization northside\ncreate client portal')
    expect((await vestibule(`config apply ${objects}`)).out).toBe('Nothing to change.')
  })

  test('patients, with what was refused', async () => {
    const file = write(
      'patients.csv',
      'source_id,given_name,family_name,birth_date,phone_mobile\np1,Ann,Lee,1980-01-01,555 010 1234\np2,Bo,Lee,,\n',
    )
    expect(await vestibule(`patients import ${file} --organization northside`)).toEqual({
      status: 1,
      out: '1 created, 0 updated, 0 unchanged, 1 rejected.',
      err: 'line 3 has no birth date\n1 row was not taken.',
    })
    const again = await vestibule(`patients import ${file} --organization northside --json`)
    expect(JSON.parse(again.out)).toMatchObject({ created: 0, unchanged: 1, rejected: [{ line: 3 }] })
    expect((await vestibule(`patients import ${file} --organization nowhere`)).err).toMatch(/no organization nowhere/)
    expect((await vestibule(`patients import ${path('no.csv')} --organization northside`)).err).toMatch(
      /cannot be read/,
    )
    expect((await vestibule(`patients import ${objects} --organization northside`)).err).toMatch(/--format/)
  })

  test('an access code as a page to print, readable by its owner alone', async () => {
    const command = `access-code issue --organization northside --patient p1 --reason "asked"`
    expect((await vestibule(command)).err).toMatch(/--out is missing/)
    expect((await vestibule(command.replace('asked', ' '))).err).toMatch(/--reason is empty/)
    const issued = await vestibule(`${command} --out ${path('letter.html')}`)
    expect(issued).toMatchObject({ status: 0, err: '' })
    const letter = readFileSync(path('letter.html'), 'utf8')
    const code = /[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{2}/.exec(letter)?.[0] ?? 'none'
    expect(letter).toContain('Ann Lee')
    expect(issued.out).not.toContain(code)
    expect(statSync(path('letter.html')).mode & 0o777).toBe(0o600)
    expect((await vestibule(`${command} --out ${path('letter.html')}`)).err).toMatch(/is there already/)
    expect((await vestibule(`${command} --channel email`)).err).toMatch(/has no email: choose/)
    const refused = await vestibule(`${command.replace('p1', 'p9')} --out ${path('none.html')}`)
    expect(refused).toMatchObject({ status: 1, err: 'this organisation has no such patient' })
    expect(() => statSync(path('none.html'))).toThrow()
  })

  test('the key that SAML insurers know us by rolls over in three steps', async () => {
    const states = async () => (await vestibule('keys saml list')).out.split('\n').map(line => line.split('  ')[1])
    expect(await states()).toEqual(['active'])
    expect((await vestibule('keys saml activate')).out).toBe('There is no next key: publish one first.')
    expect((await vestibule('keys saml publish')).out).toMatch(/^Published\./)
    expect(await states()).toEqual(['active', 'next'])
    expect((await vestibule('keys saml activate')).out).toMatch(/^In use\./)
    expect(await states()).toEqual(['active', 'retiring'])
    expect((await vestibule('keys saml retire')).out).toBe('Retired.')
    expect(await states()).toEqual(['active'])
  })

  test('the audit verifies, and purge finds nothing', async () => {
    expect(await vestibule('audit verify')).toMatchObject({ status: 0, out: expect.stringMatching(/not sealed yet/) })
    expect(await vestibule('purge')).toMatchObject({ status: 0 })
  })
})
