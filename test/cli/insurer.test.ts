import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { processContext } from '../../src/cli/context.ts'
import { runCli } from '../../src/cli/program.ts'
import { openTestHouse, type TestHouse } from '../driver/house.ts'
import { testWrappingKeys } from '../driver/names.ts'
import { openTestInsurer, type TestInsurer } from '../driver/upstream.ts'

/** Insurers at a terminal: from a file to a link that tests the connection. */
let open: TestHouse
let insurer: TestInsurer
const folder = mkdtempSync(join(tmpdir(), 'insurer-cli-'))
const secret = 'a client secret of sixteen letters and more'
beforeAll(async () => {
  writeFileSync(join(folder, 'settings.yaml'), 'passwords: { memory_kib: 64 }\noutbound: { allow: ["127.0.0.0/8"] }\n')
  open = await openTestHouse('insurer cli')
  insurer = await openTestInsurer({ clients: [{ id: 'vestibule', secret, callback: 'http://localhost:3000/x' }] })
  writeFileSync(
    join(folder, 'insurer.yaml'),
    `
kind: insurer
id: lakeside
name: Lakeside Health
protocol: oidc
issuer: ${insurer.issuer}
client: { id: vestibule, auth: client_secret_basic, secret: env:LAKESIDE_SECRET }
organizations: [northside]
`,
  )
  writeFileSync(
    join(folder, 'saml.yaml'),
    'kind: insurer\nid: by-file\nname: By File\nprotocol: saml\nmetadata_file: file:idp.xml\nenabled: false\n',
  )
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await insurer.close()
  await open.close()
})

async function vestibule(...args: readonly string[]) {
  const [out, err]: [string[], string[]] = [[], []]
  const key = Buffer.alloc(32, 'k').toString('base64')
  const status = await runCli(args, {
    ...processContext(),
    env: {
      VESTIBULE_ISSUER: 'http://localhost:3000',
      VESTIBULE_CONFIG: join(folder, 'settings.yaml'),
      NODE_ENV: 'test',
      DATABASE_URL: open.database.url,
      VESTIBULE_KEYS_WRAPPING_0_ID: testWrappingKeys[0].id,
      VESTIBULE_KEYS_WRAPPING_0_SECRET: testWrappingKeys[0].secret,
      VESTIBULE_KEYS_PEPPER: key,
      VESTIBULE_KEYS_COOKIES_0: key,
      LAKESIDE_SECRET: secret,
    },
    actor: 'cli:test',
    out: line => void out.push(line),
    err: line => void err.push(line),
  })
  return { status, out: out.join('\n'), err: err.join('\n') }
}
const file = (name: string) => join(folder, name)

test('add brings the object in, says what to register, and whether the insurer answers; twice changes nothing', async () => {
  const added = await vestibule('insurer', 'add', file('insurer.yaml'))
  expect(added).toMatchObject({ status: 0, err: '' })
  expect(added.out).toContain('lakeside: created')
  expect(added.out).toContain('http://localhost:3000/federation/lakeside/callback')
  expect(added.out).toContain(`issuer         ${insurer.issuer}`)
  expect((await vestibule('insurer', 'add', file('insurer.yaml'))).out).toContain('lakeside: nothing to change')
  // the secret is nowhere but sealed
  const { rows } = await open.database.pool.query('select * from insurers')
  expect(JSON.stringify(rows)).not.toContain(secret)
  expect(rows[0].secret_sealed).not.toBeNull()
})

test('a metadata file is read from where the object says', async () => {
  const missing = await vestibule('insurer', 'add', file('saml.yaml'))
  expect(missing).toMatchObject({ status: 1 })
  expect(missing.err).toContain('metadata_file')
  writeFileSync(file('idp.xml'), '<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata"/>\n')
  const added = await vestibule('insurer', 'add', file('saml.yaml'))
  expect(added.out).toContain('by-file: created')
  expect(added.out).toContain('/federation/by-file/metadata')
  const { rows } = await open.database.pool.query(
    `select object->>'metadata_file' as xml from insurers where id = 'by-file'`,
  )
  expect(rows).toEqual([{ xml: '<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata"/>' }])
})

test('list says what there is, test gives a link that is kept as a hash only', async () => {
  const listed = await vestibule('insurer', 'list', '--json')
  expect(JSON.parse(listed.out)).toMatchObject([
    { id: 'by-file', enabled: false },
    { id: 'lakeside', organizations: ['northside'] },
  ])
  const made = await vestibule('insurer', 'test', 'lakeside')
  const link = /http:\/\/localhost:3000\/insurer-test\/([\w-]{22})/.exec(made.out)
  expect(link).not.toBeNull()
  const { rows } = await open.database.pool.query('select * from insurer_tests')
  expect(rows).toHaveLength(1)
  expect(JSON.stringify(rows)).not.toContain(link?.[1])
  expect((await vestibule('insurer', 'test', 'nobody')).err).toContain('there is no insurer nobody')
})
