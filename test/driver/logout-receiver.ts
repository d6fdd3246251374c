import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { portalSecret } from './world.ts'

/** A portal's address for back-channel logout, with what it was told. */
export interface LogoutReceiver {
  /** Subjects and sids of the logout tokens that came, oldest first. */
  readonly told: readonly { readonly sub?: string; readonly sid?: string }[]
  /** The portal as an object of the installation: client id `listening-portal`. */
  readonly objects: string
  close(): Promise<void>
}

export async function openLogoutReceiver(): Promise<LogoutReceiver> {
  const told: { sub?: string; sid?: string }[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const token = new URLSearchParams(Buffer.concat(chunks).toString()).get('logout_token') ?? ''
    told.push(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8') || '{}'))
    response.writeHead(200).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    told,
    objects: `
kind: client
id: listening-portal
name: { en: Listening portal }
organization: northside
redirect_uris: [http://127.0.0.1:9/callback]
start_url: http://127.0.0.1:9/login
backchannel_logout_uri: http://127.0.0.1:${port}/backchannel
auth: { method: client_secret_basic, secrets: [env:PORTAL_SECRET] }
sector: northside
scopes: [openid, profile, email, phone, patients, offline_access]
first_party: true
`,
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

export const listeningPortal = { id: 'listening-portal', secret: portalSecret }
