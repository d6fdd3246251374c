import { z } from 'zod'
import { flows } from '../../../flows/index.ts'
import { completes } from '../../../operations/event-counts.ts'
import { addSeconds, days, hours } from '../../../platform/index.ts'
import {
  type CountQuestion,
  type CountTotal,
  findCountSeries,
  findCountTotals,
  findFirstCount,
} from '../../../store/event-counts.ts'
import { route } from '../contract.ts'
import { countAnswer, countQuery, countQuestionOf, toldRange } from '../count-questions.ts'
import { instant, iso } from '../fields.ts'

const count = z.int()
const counts = z
  .strictObject({
    ...countAnswer,
    sign_ins: z
      .array(z.strictObject({ at: instant, succeeded: count, refused: count }))
      .meta({ description: 'Every hour or day; refused: a wrong password, passkey or code at sign-in' }),
    flows: z
      .array(
        z.strictObject({
          flow: z.string(),
          completed: count,
          denied: count,
          steps: z.array(
            z.strictObject({
              step: z.string(),
              advanced: count,
              stayed: count.meta({ description: 'Something else was done there, such as sending a code again' }),
              refused: count.meta({ description: 'Something was wrong, and could be tried again' }),
              left: count.meta({ description: 'Went elsewhere, such as to an insurer' }),
              denied: count.meta({ description: 'The journey ended there' }),
            }),
          ),
        }),
      )
      .meta({ description: 'Submits, step by step in the order of each journey; opening a page is not counted' }),
    failures: z
      .array(z.strictObject({ type: z.string(), reason: z.string(), count }))
      .meta({ description: 'What was refused or failed, the most frequent first; 100 at most' }),
  })
  .meta({ id: 'EventCounts' })
type Counts = z.input<typeof counts>

/** Where somebody proves who they are. */
const proofs = ['password', 'confirm-first', 'confirm']
const signedIn = 'account.signed-in'
const refusedSignIns = proofs.flatMap(step => [`flow.sign-in.${step}.retry`, `flow.sign-in.${step}.deny`])
const outcomes = { advance: 'advanced', stay: 'stayed', retry: 'refused', leave: 'left', deny: 'denied' } as const
type Outcome = keyof typeof outcomes

function signInsOf(question: CountQuestion, series: Awaited<ReturnType<typeof findCountSeries>>): Counts['sign_ins'] {
  const length = question.unit === 'hour' ? hours(1) : days(1)
  const every: Counts['sign_ins'] = []
  for (let at = question.from; at < question.until; at = addSeconds(at, length)) {
    const here = series.filter(({ beginsAt }) => beginsAt.getTime() === at.getTime())
    const sum = (isSuccess: boolean) =>
      here.filter(each => (each.outcome === 'success') === isSuccess).reduce((total, each) => total + each.count, 0)
    every.push({ at: at.toISOString(), succeeded: sum(true), refused: sum(false) })
  }
  return every
}

/** `flow.<flow>.<step>.<outcome>`, put in the order in which people come to the steps. */
function flowsOf(totals: readonly CountTotal[]): Counts['flows'] {
  const found = new Map<string, Map<string, Counts['flows'][number]['steps'][number]>>()
  const completed = new Map<string, number>()
  for (const { type, reason, count } of totals) {
    const [, flow, step, outcome] = /^flow\.([^.]+)\.([^.]+)\.([^.]+)$/.exec(type) ?? []
    if (!flow || !step || !outcome || !Object.hasOwn(outcomes, outcome)) continue
    const steps = found.get(flow) ?? new Map()
    found.set(flow, steps)
    const row = steps.get(step) ?? { step, advanced: 0, stayed: 0, refused: 0, left: 0, denied: 0 }
    row[outcomes[outcome as Outcome]] += count
    steps.set(step, row)
    if (reason === completes || (step === 'complete' && outcome === 'advance'))
      completed.set(flow, (completed.get(flow) ?? 0) + count)
  }
  const names = flows.map(({ name }) => name)
  return [...found]
    .sort(([one], [other]) => rank(names, one) - rank(names, other))
    .map(([flow, rows]) => {
      const order = flows.find(({ name }) => name === flow)?.steps.map(({ name }) => name) ?? []
      const steps = [...rows.values()].sort((one, other) => rank(order, one.step) - rank(order, other.step))
      const denied = steps.reduce((total, row) => total + row.denied, 0)
      // an end without a step is what the engine found by itself
      return { flow, completed: completed.get(flow) ?? 0, denied, steps: steps.filter(row => row.step !== 'complete') }
    })
}
/** What is not there any more stands last. */
const rank = (names: readonly string[], name: string): number =>
  names.includes(name) ? names.indexOf(name) : names.length

const failuresOf = (totals: readonly CountTotal[]): Counts['failures'] =>
  totals
    .filter(({ outcome }) => outcome !== 'success')
    .map(({ type, reason, count }) => ({ type, reason, count }))
    .sort((one, other) => other.count - one.count || one.type.localeCompare(other.type))
    .slice(0, 100)

export const auditCountsRoute = route({
  id: 'audit-events.counts',
  method: 'GET',
  path: '/audit-events/counts',
  resource: 'audit-events',
  verb: 'read',
  summary: 'How often what happened: sign-ins, journeys step by step, failures by reason; nobody in it',
  description: 'Counted when an event is sealed, some seconds after it. Hours and days are those of UTC.',
  query: countQuery,
  answer: counts,
  async handle({ house, caller, query, at }) {
    const question = countQuestionOf(caller, query, at)
    const [since, series, totals] = await Promise.all([
      findFirstCount(house.db),
      findCountSeries(house.db, question, [signedIn, ...refusedSignIns]),
      findCountTotals(house.db, question, { notPrefix: 'message.' }),
    ])
    return {
      body: {
        ...toldRange(question),
        counting_since: iso(since),
        sign_ins: signInsOf(question, series),
        flows: flowsOf(totals),
        failures: failuresOf(totals),
      },
    }
  },
})
