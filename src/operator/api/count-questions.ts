import { z } from 'zod'
import { hoursKeptDays } from '../../operations/event-counts.ts'
import { addSeconds, days } from '../../platform/index.ts'
import type { CountQuestion } from '../../store/event-counts.ts'
import type { Caller } from './contract.ts'
import { date, instant, name } from './fields.ts'
import { Problem } from './problems.ts'

/** Most days of one answer. */
const longest = { day: 366, hour: hoursKeptDays - 1 } as const

export const countQuery = z.strictObject({
  unit: z
    .enum(['day', 'hour'])
    .default('day')
    .meta({ description: `By the hour: of ${longest.hour} days at most` }),
  from: date.optional().meta({ description: 'First day, in UTC; 30 days (or one) before the last where left out' }),
  to: date.optional().meta({ description: 'Last day, in UTC; today where left out' }),
  organization: name.optional().meta({ description: 'Of one organisation; of all in reach where left out' }),
})
export const countAnswer = {
  unit: z.enum(['day', 'hour']),
  from: date,
  to: date,
  counting_since: instant.optional().meta({ description: 'What happened before was not counted' }),
}

/** @throws Problem */
export function countQuestionOf(
  caller: Caller,
  { unit, from, to, organization }: z.output<typeof countQuery>,
  at: Date,
): CountQuestion {
  const last = to ? new Date(to) : new Date(at.toISOString().slice(0, 10))
  const first = from ? new Date(from) : addSeconds(last, -days(unit === 'day' ? 29 : 0))
  const until = addSeconds(last, days(1))
  const count = (until.getTime() - first.getTime()) / (days(1) * 1000)
  if (count < 1 || count > longest[unit])
    throw new Problem('invalid-request', {
      errors: [{ path: 'query.from', message: `is 1 to ${longest[unit]} days before the end of the last day` }],
    })
  const reach = caller.organizations
  if (organization !== undefined && reach && !reach.includes(organization))
    throw new Problem('organization-out-of-reach')
  const within = organization === undefined ? reach : [organization]
  return { unit, from: first, until, ...(within ? { within } : {}) }
}

/** The days that were asked for, as they are told. */
export const toldRange = ({ unit, from, until }: CountQuestion) => ({
  unit,
  from: from.toISOString().slice(0, 10),
  to: addSeconds(until, -1).toISOString().slice(0, 10),
})
