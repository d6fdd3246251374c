import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportJWK, generateKeyPair } from 'jose'
import Provider, { type AdapterPayload } from 'oidc-provider'
import { applyObjects } from '../../src/operations/config.ts'
import type { House } from '../../src/operations/house.ts'
import { readObjectFiles } from '../../src/operations/object-files.ts'
import { notes, notesBirthDate } from './canaries.ts'

/** Somebody whom the insurer knows. */
export interface Member {
  readonly sub: string
  readonly member_number?: string
  readonly given_name?: string
  readonly family_name?: string
  readonly birthdate?: string
  readonly phone_number?: string
  readonly email?: string
}

/** An insurer's own sign-in: a real OpenID provider, where whoever comes is whom the test says. */
export interface TestInsurer {
  readonly issuer: string
  /** Who is at the keyboard; `undefined` says no. */
  signsIn(member: Member | undefined, acr?: string): void
  /** Requests that it got, path by path. */
  readonly asked: readonly string[]
  /** How long it takes to answer, milliseconds; 0 at first. */
  slowDown(milliseconds: number): void
  close(): Promise<void>
}

export interface TestInsurerOptions {
  readonly port?: number
  readonly clients: readonly { readonly id: string; readonly secret: string; readonly callback: string }[]
}

/** The claims beyond the standard ones that its members have. */
const memberClaims = ['member_number', 'birthdate', 'given_name', 'family_name', 'phone_number', 'email']

export async function openTestInsurer({ clients, port = 0 }: TestInsurerOptions): Promise<TestInsurer> {
  const members = new Map<string, Member>()
  let present: { readonly member?: Member; readonly acr?: string } = {}
  let delay = 0
  const asked: string[] = []
  const { promise, resolve } = Promise.withResolvers<Provider>()
  const server: Server = createServer((request, response) => {
    asked.push(new URL(request.url ?? '/', 'http://x').pathname)
    setTimeout(() => void answer(request, response), delay).unref()
  })
  // whoever forgets to close it does not keep the process
  server.unref()
  await new Promise<void>(listening => server.listen(port, '127.0.0.1', listening))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const provider = new Provider(issuer, {
    clients: clients.map(client => ({
      client_id: client.id,
      client_secret: client.secret,
      redirect_uris: [client.callback],
      grant_types: ['authorization_code'],
      response_types: ['code'],
    })),
    claims: { openid: ['sub', 'acr', 'auth_time'], profile: memberClaims },
    conformIdTokenClaims: false,
    acrValues: ['urn:example:mfa'],
    features: { devInteractions: { enabled: false } },
    cookies: { keys: ['of the insurer under test'], names: { session: 'insurer_session', interaction: 'insurer_way' } },
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ ...members.get(sub), sub }) }),
    interactions: { url: (_context, { uid }) => `/at-the-desk/${uid}` },
    adapter: keptIn(new Map()),
    jwks: { keys: [await exportJWK((await generateKeyPair('RS256', { extractable: true })).privateKey)] },
    ttl: { Session: 60, Grant: 600, Interaction: 600, AccessToken: 600, IdToken: 600, AuthorizationCode: 60 },
  })
  resolve(provider)
  const handle = provider.callback()

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const own = await promise
    if (!request.url?.startsWith('/at-the-desk/')) return handle(request, response)
    const { prompt, params, session } = await own.interactionDetails(request, response)
    const { member, acr } = present
    if (!member) {
      await own.interactionFinished(request, response, { error: 'access_denied' }, { mergeWithLastSubmission: false })
      return
    }
    members.set(member.sub, member)
    if (prompt.name === 'login' || session?.accountId !== member.sub) {
      const login = { accountId: member.sub, remember: false, ...(acr ? { acr } : {}) }
      await own.interactionFinished(request, response, { login }, { mergeWithLastSubmission: false })
      return
    }
    const grant = new own.Grant({ accountId: member.sub, clientId: String(params.client_id) })
    grant.addOIDCScope(String(params.scope))
    const consent = { grantId: await grant.save() }
    await own.interactionFinished(request, response, { consent }, { mergeWithLastSubmission: true })
  }

  return {
    issuer,
    asked,
    signsIn(member, acr) {
      present = { ...(member ? { member } : {}), ...(acr ? { acr } : {}) }
      notes('member id', member?.member_number)
      notes('phone', member?.phone_number)
      notes('email', member?.email)
      notes('given name', member?.given_name)
      notes('family name', member?.family_name)
      if (member?.birthdate) notesBirthDate(member.birthdate)
    },
    slowDown(milliseconds) {
      delay = milliseconds
    },
    close: () =>
      new Promise<void>(closed => {
        server.closeAllConnections()
        server.close(() => closed())
      }),
  }
}

/** What a provider keeps, in memory: each has its own. */
const keptIn = (all: Map<string, AdapterPayload>) => (model: string) => ({
  upsert: async (id: string, payload: AdapterPayload) => void all.set(`${model}:${id}`, payload),
  find: async (id: string) => all.get(`${model}:${id}`),
  findByUid: async (uid: string) => [...all.values()].find(payload => payload.uid === uid),
  findByUserCode: async () => undefined,
  consume: async (id: string) => void Object.assign(all.get(`${model}:${id}`) ?? {}, { consumed: 1 }),
  destroy: async (id: string) => void all.delete(`${model}:${id}`),
  revokeByGrantId: async () => {},
})

/** Brings objects of insurers into an installation that runs. */
export async function offersInsurers(
  { app: { house } }: { readonly app: { readonly house: House } },
  yaml: string,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'vestibule-insurers-'))
  const file = join(folder, 'insurers.yaml')
  writeFileSync(file, yaml)
  const read = readObjectFiles([file], env)
  rmSync(folder, { recursive: true })
  if (read.problems.length > 0) throw new Error(JSON.stringify(read.problems))
  const applied = await applyObjects(house, read.objects, 'test')
  if (applied.kind !== 'applied') throw new Error(JSON.stringify(applied.problems))
}
