import type { Agent, AgentOptions } from '../driver/agent.ts'
import { type OperatorWorld, password, type Staff } from './world.ts'

type Who = Pick<Staff, 'username' | 'phone'>

/** Operators at the console, by a browser without scripts: for the tests of its pages. */
export const deskOf = (open: OperatorWorld) => {
  const desk = {
    url: (path: string) => `${open.world.issuer}${path}`,
    /** Opens a page of the console and signs in for it, with a password and a code by text. */
    async signsIn(who: Who, path = '/console', options: AgentOptions = {}): Promise<Agent> {
      const agent = open.world.browser(options)
      await agent.open(desk.url(path))
      await desk.confirms(agent, who)
      return agent
    },
    /** On the sign-in pages, wherever they lead. */
    async confirms(agent: Agent, who: Who): Promise<void> {
      // the same person twice in a minute
      await open.world.database.pool.query('truncate limits')
      await agent.submit({ username: who.username, password, passkey_ready: '' })
      await agent.finish({ code: await open.world.inbox.latestCode(who.phone) })
    },
    staff(role: Staff['role'], organization?: string): Staff {
      const found = open.staff.find(each => each.name === `${role}-${organization ?? 'all'}`)
      if (!found) throw new Error(`no ${role}`)
      return found
    },
  }
  return desk
}
export type Desk = ReturnType<typeof deskOf>
