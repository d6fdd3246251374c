/** The first owner: made at the terminal, sets a password by the link, signs in with two factors, and makes others. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { processContext } from '../../src/cli/context.ts'
import { runCli } from '../../src/cli/program.ts'
import { notes } from '../driver/canaries.ts'
import { testWrappingKeys } from '../driver/names.ts'
import { type OperatorWorld, openOperatorWorld, password } from './world.ts'

let open: OperatorWorld
const folder = mkdtempSync(join(tmpdir(), 'operator-cli-'))
beforeAll(async () => {
  open = await openOperatorWorld()
  writeFileSync(join(folder, 'settings.yaml'), 'passwords: { memory_kib: 64 }\n')
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await open.close()
})

async function vestibule(...args: readonly string[]) {
  const [out, err]: [string[], string[]] = [[], []]
  const secret = (of: string) => Buffer.alloc(32, of).toString('base64')
  const env = {
    VESTIBULE_ISSUER: open.world.issuer,
    VESTIBULE_CONFIG: join(folder, 'settings.yaml'),
    NODE_ENV: 'test',
    DATABASE_URL: open.world.database.url,
    VESTIBULE_KEYS_WRAPPING_0_ID: testWrappingKeys[0].id,
    VESTIBULE_KEYS_WRAPPING_0_SECRET: testWrappingKeys[0].secret,
    VESTIBULE_KEYS_PEPPER: secret('pepper of the tests'),
    VESTIBULE_KEYS_COOKIES_0: secret('cookies of the tests'),
  }
  const status = await runCli(args, {
    ...processContext(),
    env,
    actor: 'cli:test',
    out: line => void out.push(line),
    err: line => void err.push(line),
  })
  return { status, out: out.join('\n'), err: err.join('\n') }
}

test('the whole way', async () => {
  const file = join(folder, 'link.txt')
  const phone = '+13125550171'
  const who = ['--username', 'founder', '--name', 'Theodora Whitcombe', '--email', 'theodora@clinic.example']
  const rest = ['--phone', phone, '--reason', 'first owner', '--out', file]
  for (const [label, value] of [
    ['phone', phone],
    ['email', 'theodora@clinic.example'],
    ['family name', 'Whitcombe'],
  ] as const)
    notes(label, value)
  const made = await vestibule('operator', 'create', ...who, ...rest)
  expect([made.status, made.err]).toEqual([0, ''])
  const link = readFileSync(file, 'utf8').trim()
  notes('recovery link', new URL(link).pathname.split('/').at(-1))
  expect(statSync(file).mode & 0o077).toBe(0)
  expect(made.out).not.toContain(link)
  const again = await vestibule('operator', 'create', ...who, ...rest.slice(0, -1), join(folder, 'other.txt'))
  expect([again.status, again.err]).toEqual([1, expect.stringContaining('username')])

  const agent = open.world.browser()
  await agent.open(link)
  while (!agent.page.forms.some(({ fields }) => 'new_password' in fields)) await agent.submit()
  await agent.submit({ new_password: password })
  const owner = { username: 'founder', phone }
  const token = await open.signIn(owner)
  const operators = await open.call({ path: '/admin/v1/operators', token })
  expect(operators.json.items).toContainEqual(expect.objectContaining({ username: 'founder', role: 'owner' }))
  // the link is spent
  const other = open.world.browser()
  await other.open(link)
  for (let tries = 0; tries < 3 && other.page.forms.some(form => form.method === 'post'); tries += 1) {
    expect(other.page.forms.every(({ fields }) => !('new_password' in fields))).toBe(true)
    await other.submit().catch(() => undefined)
  }
}, 30_000)
