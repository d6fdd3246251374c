import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { projectRoot } from '../../src/platform/index.ts'
import { loadSettings, problemText, type Settings, settingLeaves } from '../../src/settings/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'settings-'))
afterAll(() => rmSync(folder, { recursive: true }))
const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
const key = (letter: string): string => Buffer.alloc(32, letter).toString('base64')

/** Lines of the report, files by their short names. */
const problems = (files: string[], env: Record<string, string> = {}): string[] => {
  const loaded = loadSettings({ files, env })
  return Array.isArray(loaded) ? loaded.map(found => problemText(found).replaceAll(`${folder}/`, '')) : []
}
const settings = (files: string[], env: Record<string, string> = {}): Settings => {
  const loaded = loadSettings({ files, env })
  if (Array.isArray(loaded)) throw new Error(loaded.map(problemText).join('\n'))
  return loaded
}

const base = write(
  'base.yaml',
  `issuer: http://localhost:3000
environment: development
database: { url: env:DB }
keys:
  wrapping: [{ id: a, secret: env:KEY }]
  pepper: env:KEY
  cookies: [env:KEY]
listen:
  port: 3000
  host: 127.0.0.1
`,
)
const env = { DB: 'postgres://db/vestibule', KEY: key('k') }

describe('sources', () => {
  test('secrets are taken from where they are referred to', () => {
    write('pepper', `${key('p')}\n`)
    const over = write('over.yaml', 'keys: { pepper: file:pepper }\n')
    const loaded = settings([base, over], env)
    expect(loaded.database.url).toBe(env.DB)
    expect(loaded.keys.pepper).toBe(key('p'))
    expect(loaded.keys.wrapping).toEqual([{ id: 'a', secret: key('k') }])
  })

  test('later files win key by key, lists as a whole', () => {
    const one = write('one.yaml', 'outbound: { allow: [10.0.0.0/8, 10.1.0.0/16], timeout_ms: 9 }\n')
    const two = write('two.yaml', 'outbound:\n  allow: [192.168.0.0/16]\n')
    expect(settings([base, one, two], env).outbound).toEqual({ allow: ['192.168.0.0/16'], timeout_ms: 9 })
  })

  test('the environment wins over files, its own names over the usual ones', () => {
    const loaded = settings([base], {
      ...env,
      PORT: '4000',
      DATABASE_URL: 'postgres://usual/db',
      NODE_ENV: 'test',
      VESTIBULE_LISTEN_PORT: '5000',
      VESTIBULE_KEYS_COOKIES_0: key('x'),
      VESTIBULE_KEYS_COOKIES_1: key('y'),
      VESTIBULE_KEYS_WRAPPING_1_ID: 'b',
      VESTIBULE_KEYS_WRAPPING_1_SECRET: key('z'),
      VESTIBULE_LOG_LEVEL: '',
    })
    expect(loaded.listen).toMatchObject({ port: 5000, host: '127.0.0.1' })
    expect(loaded.database.url).toBe('postgres://usual/db')
    expect(loaded.environment).toBe('test')
    expect(loaded.keys.cookies).toEqual([key('x'), key('y')])
    expect(loaded.keys.wrapping.map(({ id }) => id)).toEqual(['a', 'b'])
    expect(loaded.log.level).toBe('info')
  })

  test('VESTIBULE_CONFIG names several files', () => {
    const over = write('listed.yaml', 'listen: { port: 1234 }\n')
    const loaded = loadSettings({ env: { ...env, VESTIBULE_CONFIG: `${base}, ${over}` } })
    expect(loaded).toMatchObject({ listen: { port: 1234, host: '127.0.0.1' } })
  })

  test('every scalar has an environment variable of its own', () => {
    const names = settingLeaves.map(leaf => leaf.variable)
    expect(new Set(names).size).toBe(names.length)
    expect(names).toContain('VESTIBULE_DELIVERY_EMAIL_SMTP_URL')
    expect(settingLeaves.filter(leaf => leaf.description === '').map(leaf => leaf.variable)).toEqual([])
  })
})

describe('the report', () => {
  test('names file, line and setting of all mistakes at once', () => {
    const file = write(
      'wrong.yaml',
      `issuer: https://id.example.org/path
enviroment: development
listen:
  port: eighty
  hots: 127.0.0.1
database:
  url: postgres://me:hunter2@db/vestibule
keys:
  wrapping:
    - id: a
      secret: env:NOT_SET
  pepper: file:nowhere
  cookies: [env:SHORT]
`,
    )
    const report = problems([file], { SHORT: 'abc', VESTIBULE_LISTEN_PROT: '1', NODE_ENV: 'staging' })
    expect(report).toEqual([
      'VESTIBULE_LISTEN_PROT: no setting has this variable; see docs/settings.md',
      'wrong.yaml:7: database.url: is a secret: write env:NAME or file:PATH here, never the secret itself',
      'wrong.yaml:11: keys.wrapping[0].secret: refers to the environment variable NOT_SET, which is not set',
      'wrong.yaml:12: keys.pepper: refers to the file nowhere, which does not exist',
      'wrong.yaml:1: issuer: must be an origin alone, without path and without a slash at its end',
      'NODE_ENV: environment: must be one of development, test, production',
      'wrong.yaml:4: listen.port: must be a number',
      'wrong.yaml:5: listen.hots: this key is not known',
      'wrong.yaml:13: keys.cookies[0]: must be 32 random bytes in base64: openssl rand -base64 32',
      'wrong.yaml:2: enviroment: this key is not known',
    ])
    expect(report.join('\n')).not.toContain('hunter2')
  })

  test('says where a missing setting can be set', () => {
    expect(problems([], { NODE_ENV: 'development' })).toEqual([
      'issuer: is missing: set it in config/vestibule.yaml or as VESTIBULE_ISSUER',
      'database: is missing',
      'keys: is missing',
    ])
  })

  test('a file that is not there and one that is no YAML', () => {
    const broken = write('broken.yaml', 'issuer: [\nlisten: {}\nlisten: {}\n')
    const report = problems([join(folder, 'absent.yaml'), broken], env)
    expect(report[0]).toBe('absent.yaml: there is no such file')
    expect(report[1]).toMatch(/^broken\.yaml:\d+: /)
  })

  test('a gateway needs its account', () => {
    const file = write('sms.yaml', 'delivery:\n  sms:\n    gateway: twilio\n  email: { gateway: smtp }\n')
    expect(problems([base, file], env)).toEqual([
      'sms.yaml:4: delivery.email.smtp_url: is missing: the gateway smtp needs the address of a mail server',
      'sms.yaml:3: delivery.sms.gateway: twilio needs delivery.twilio.account and .token',
      'sms.yaml:2: delivery.sms.from: is missing: the number that the gateway sends from',
    ])
  })
})

describe('shipped files', () => {
  const shipped = (name: string): string => join(projectRoot, 'config', name)
  const local = { DATABASE_URL: 'postgres://vestibule@127.0.0.1:3004/postgres' }

  test('development defaults start a development process', () => {
    expect(settings([shipped('development.yaml')], local)).toMatchObject({
      environment: 'development',
      delivery: { sms: { gateway: 'inbox' } },
    })
  })

  test('production refuses every one of them, and says what to set', () => {
    const report = problems([shipped('development.yaml')], {
      ...local,
      NODE_ENV: 'production',
      VESTIBULE_PASSWORDS_MEMORY_KIB: '64',
    }).map(line => line.replace(/^.*development\.yaml:/, ''))
    expect(report).toEqual([
      expect.stringMatching(/^3: issuer: must be an https address in production; set it to/),
      expect.stringMatching(/^DATABASE_URL: database.url: is the embedded Postgres of the demo; set DATABASE_URL/),
      expect.stringMatching(/^12: keys.wrapping: the wrapping key of development is public knowledge; make 32 random/),
      expect.stringMatching(/^15: keys.pepper: the pepper of development is public knowledge; make 32 random/),
      expect.stringMatching(/^16: keys.cookies: the cookie key of development is public knowledge; make 32 random/),
      expect.stringMatching(/^VESTIBULE_PASSWORDS_MEMORY_KIB: passwords.memory_kib: is too little for production/),
      expect.stringMatching(/^21: delivery.email.from: is no real sender; set it to/),
      expect.stringMatching(/^22: delivery.sms.gateway: no text would leave; set it to/),
      expect.stringMatching(/^23: delivery.voice.gateway: no call would leave; set it to/),
      expect.stringMatching(/^27: outbound.allow: lets a registered address call this very machine; remove/),
    ])
  })

  test('the example starts in production once its secrets are there', () => {
    const loaded = settings([shipped('vestibule.yaml')], {
      DATABASE_URL: 'postgres://vestibule:long@db.example.org/vestibule',
      WRAPPING_KEY: key('w'),
      PASSWORD_PEPPER: key('p'),
      COOKIE_KEY: key('c'),
      SMTP_URL: 'smtps://mail.example.org',
      TWILIO_TOKEN: 'token',
    })
    expect(loaded).toMatchObject({ environment: 'production', proxies: { trusted: 1 } })
  })
})
