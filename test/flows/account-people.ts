import { clock } from '../driver/clock.ts'
import { appCode, enrolApp } from '../driver/enrolled.ts'
import { type SeedAccount, seedAccount } from '../driver/people.ts'
import type { World } from '../driver/world.ts'

export const password = 'violet otter kelp'
let count = 0

/** Somebody with a password, an email and a phone, who can sign in as often as they like. */
export async function someone(world: World, over: Partial<SeedAccount> = {}) {
  count += 1
  const username = over.username ?? `changes-things-${count}`
  const email = `changes-${count}@example.org`
  const phone = `+1312555${String(7000 + count).slice(-4)}`
  const person = { password, email, phone, ...over, username }
  const accountId = await seedAccount(world.app.house, person)
  const signsIn = async (secret = password, name = username) => {
    const agent = world.browser()
    await agent.open(`${world.issuer}/sign-in?return=/account`)
    await agent.submit({ username: name, password: secret, passkey_ready: '' })
    return agent
  }
  return { accountId, username, email, phone, signsIn }
}

/** The same with an authenticator app, for whom every change asks for its code. */
export async function someoneWithApp(world: World, over: Partial<SeedAccount> = {}) {
  const one = await someone(world, over)
  const secret = await enrolApp(world.app.house, one.accountId)
  const code = () => {
    // a time step is good once
    clock.advance(31)
    return appCode(secret)
  }
  const signsIn = async (typed = password, name = one.username) => {
    const agent = await one.signsIn(typed, name)
    await agent.submit({ code: code() })
    return agent
  }
  return { ...one, code, signsIn }
}

/** Texts of all that was sent to a phone or address. */
export const toldTo = async (world: World, to: string): Promise<string> =>
  (await world.inbox.messages(to)).map(({ text }) => text).join('\n')
