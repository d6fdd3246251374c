import { Agent, type Answer } from '../driver/agent.ts'
import { seedAccount } from '../driver/people.ts'
import type { Portal } from '../driver/portal.ts'
import type { Installation } from './installation.ts'

export const password = 'wandering otter paints seven lanterns'

const people = 20

export interface Visitor {
  readonly agent: Agent
  readonly username: string
}

/** Patients with a password, each at a browser of their own, which is known after the first sign-in. */
export async function openVisitors({ house }: Installation, portal: Portal): Promise<Visitor[]> {
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
export const signIn = ({ agent, username }: Visitor, portal: Portal, parameters: Record<string, string> = {}) =>
  journey(agent, portal, () => agent.submit({ username, password }), parameters)

/** From the portal and back to it; `prove` is what is done at the page where it leads. @returns tokens */
export async function journey(
  agent: Agent,
  portal: Portal,
  prove: () => Promise<Answer>,
  parameters: Record<string, string> = {},
) {
  const { issuer } = portal.config.serverMetadata()
  // a browser that was closed meanwhile: session cookies are gone, the device is known
  for (const { key, path } of await agent.jar.getCookies(issuer))
    if (/^(vst)?_session/.test(key)) await agent.jar.store.removeCookie(new URL(issuer).hostname, path ?? '/', key)
  const begun = await portal.begins(parameters)
  await agent.open(begun.url.href)
  const end = await prove()
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
