import { Agent } from '../driver/agent.ts'
import { seedAccount } from '../driver/people.ts'
import type { Portal } from '../driver/portal.ts'
import type { Installation } from './installation.ts'

const password = 'wandering otter paints seven lanterns'

export interface Visitor {
  readonly agent: Agent
  readonly username: string
}

/** Patients with a password, each at a browser of their own, which is known after the first sign-in. */
export async function openVisitors({ house }: Installation, portal: Portal, people: number): Promise<Visitor[]> {
  const visitors: Visitor[] = []
  for (let count = 0; count < people; count += 1) {
    const username = `bench-patient-${count}`
    await seedAccount(house, { username, password, email: `${username}@example.org` })
    const agent = new Agent({ stopAt: url => portal.owns(url) })
    visitors.push({ agent, username })
  }
  return visitors
}

/** The whole of it: authorize, the page, its POST, back to the portal, code for tokens. The device stays known. */
export async function signIn({ agent, username }: Visitor, portal: Portal, parameters: Record<string, string> = {}) {
  const { hostname } = new URL(portal.config.serverMetadata().issuer)
  // a browser that was closed meanwhile: session cookies are gone, the device is known
  const cookies = await agent.jar.getCookies(portal.config.serverMetadata().issuer)
  for (const { key, path } of cookies)
    if (key.startsWith('vst_session')) await agent.jar.store.removeCookie(hostname, path ?? '/', key)
  const begun = await portal.begins(parameters)
  await agent.open(begun.url.href)
  const end = await agent.submit({ username, password })
  if (!portal.owns(new URL(end.url))) throw new Error(`the sign-in ended at ${end.url}: ${end.page.text}`)
  return portal.tokens(begun, end.url)
}

export async function newRefreshToken(visitor: Visitor, portal: Portal): Promise<string> {
  const { refresh_token } = await signIn(visitor, portal, { scope: 'openid profile email offline_access' })
  if (!refresh_token) throw new Error('no refresh token was given')
  return refresh_token
}

/** Pages that are asked for most, each in a browser that has been there before. */
export async function hostedPages(issuer: string, portal: Portal) {
  const [patient, stranger] = [new Agent({ stopAt: url => portal.owns(url) }), new Agent()]
  const page = await patient.open((await portal.begins()).url.href)
  await stranger.open(`${issuer}/activate?organization=northside`)
  return [
    { name: 'sign-in page', url: page.url, agent: patient },
    { name: 'access-code page', url: `${issuer}/activate?organization=northside`, agent: stranger },
  ]
}
