import type { Agent, Answer } from '../driver/agent.ts'
import type { World } from '../driver/world.ts'

/** What a person does at one step: fields to fill, and which button. */
export interface StepAnswer {
  readonly fields: Record<string, string>
  readonly action?: string
}

/** One walk through a flow, from its first page to its departure; every flow of the registry has one in the suite. */
export interface Journey {
  readonly flow: string
  /** Name of the step that it begins with. */
  readonly first: string
  /** Makes the people that it needs, and opens its first page in a browser. */
  begin(world: World): Promise<{ readonly agent: Agent; answer(step: string): Promise<StepAnswer> }>
}

/** The step whose page is open, by the address that its form posts to (`/activate` posts to the first step). */
export function stepOf(answer: Answer, firstStep: string): string | undefined {
  const form = answer.page.forms.find(each => each.method === 'post' && !each.action.endsWith('/extend'))
  if (!form) return undefined
  const path = new URL(form.action, answer.url).pathname
  // where a recovery leads to: another journey, at its own entry page
  if (path === '/sign-in' && ['open-link', 'stop-waiting', 'undo'].includes(firstStep)) return 'sign-in'
  return /^\/(interaction\/[^/]+\/[^/]+|flow\/[^/]+)\/[^/]+$/.test(path) ? path.split('/').at(-1) : firstStep
}

/** The journey is over: back at the portal, or at the account page where it came from none. */
export const hasDeparted = (answer: Answer): boolean =>
  answer.status === 303 || new URL(answer.url).pathname === '/account'

/** Address of the dispatcher of the journey that is open, or where its first form posts while it has none. */
export function baseOf(answer: Answer): string {
  const form = answer.page.forms.find(each => each.method === 'post' && !each.action.endsWith('/extend'))
  const url = new URL(form?.action ?? answer.url, answer.url)
  const inFlow = /^(\/interaction\/[^/]+\/[^/]+|\/flow\/[^/]+)\//.exec(url.pathname)
  return new URL(inFlow?.[1] ?? `${url.pathname}${url.search}`, url).href
}
