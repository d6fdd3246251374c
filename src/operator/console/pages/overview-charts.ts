import type { ChartSection, ConsoleForm } from '../../../core/console/index.ts'
import { text } from '../../../core/index.ts'
import { roleMay } from '../../../core/operator-access.ts'
import { addSeconds, days, now } from '../../../platform/index.ts'
import type { Called } from '../../api/in-process.ts'
import type { Place } from '../contract.ts'
import { failureName, failureOf, flowName, spoken, stepName } from '../journey-words.ts'
import { word } from '../words.ts'

type Counts = Called<'audit-events.counts'>['body']
type Messages = Called<'messages.counts'>['body']['messages']

const ranges = [7, 30, 90] as const
const mostReasons = 10

const rangeOf = ({ query }: Place) => ranges.find(each => String(each) === query.days) ?? 30
const whichOf = (place: Place) => ({
  ...(place.organization ? { organization: place.organization } : {}),
  ...daysOf(rangeOf(place)),
})

/** Sign-ins, one journey step by step, and what failed, for the days that are chosen. */
export async function eventCharts(place: Place): Promise<readonly (ChartSection | ConsoleForm)[]> {
  const { api, operator, query } = place
  if (!roleMay(operator.role, 'audit-events', 'read', 'audit-events.counts')) return []
  const { body: counts } = await api.call('audit-events.counts', { query: whichOf(place) })
  const flow = counts.flows.find(each => each.flow === query.flow) ?? counts.flows[0]
  return [
    rangeForm(counts.flows, rangeOf(place), flow?.flow),
    signIns(counts, place),
    ...(flow ? [funnel(flow, place)] : []),
    failures(counts, place),
  ]
}

/** What became of messages in the same days. */
export async function deliveryCharts(place: Place): Promise<readonly ChartSection[]> {
  if (!place.may('messages', 'read')) return []
  return delivery((await place.api.call('messages.counts', { query: whichOf(place) })).body.messages)
}

/** So many days, today the last; as the API counts them. */
function daysOf(count: number): { readonly from: string; readonly to: string } {
  const to = now()
  return { from: isoDay(addSeconds(to, -days(count - 1))), to: isoDay(to) }
}
const isoDay = (at: Date): string => at.toISOString().slice(0, 10)

const rangeForm = (flows: Counts['flows'], range: number, flow: string | undefined): ConsoleForm => ({
  kind: 'form',
  heading: text('console.charts'),
  lead: [text('console.charts.lead')],
  fields: [
    {
      kind: 'select',
      name: 'days',
      label: text('console.charts.days'),
      options: ranges.map(each => ({ value: String(each), label: text('console.charts.last', { count: each }) })),
      value: String(range),
    },
    ...(flow
      ? [
          {
            kind: 'select',
            name: 'flow',
            label: text('console.charts.flow'),
            options: flows.map(each => ({ value: each.flow, label: flowName(each.flow) })),
            value: flow,
          } as const,
        ]
      : []),
  ],
  submit: text('console.charts.show'),
})

const signIns = ({ sign_ins: days }: Counts, { language }: Place): ChartSection => {
  const told = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', timeZone: 'UTC' })
  return {
    kind: 'chart',
    shape: 'lines',
    heading: text('console.charts.sign-ins'),
    axis: text('console.charts.day'),
    places: days.map(({ at }) => told.format(new Date(at))),
    series: [
      { name: text('console.charts.succeeded'), values: days.map(({ succeeded }) => succeeded) },
      { name: text('console.charts.refused'), values: days.map(({ refused }) => refused) },
    ],
    empty: text('console.charts.no-sign-ins'),
  }
}

/** How many went on from each step, and how many came to the end. */
const funnel = ({ flow, steps, completed }: Counts['flows'][number], { language }: Place): ChartSection => ({
  kind: 'chart',
  shape: 'funnel',
  heading: text('console.charts.funnel', { flow: spoken(flowName(flow), language) }),
  lead: [text('console.charts.funnel.lead')],
  axis: text('console.charts.step'),
  places: [...steps.map(({ step }) => stepName(step)), text('console.charts.completed')],
  series: [{ name: text('console.charts.went-on'), values: [...steps.map(({ advanced }) => advanced), completed] }],
  empty: text('console.charts.nobody'),
})

const failures = ({ failures: all }: Counts, { language }: Place): ChartSection => {
  const most = all.slice(0, mostReasons)
  return {
    kind: 'chart',
    shape: 'ranks',
    heading: text('console.charts.failures'),
    axis: text('console.charts.reason'),
    places: most.map(({ type, reason }) => failureName(type, reason, language)),
    series: [{ name: text('console.charts.times'), values: most.map(({ count }) => count) }],
    empty: text('console.charts.no-failures'),
  }
}

const channels = ['sms', 'voice', 'email'] as const
const states = ['sent', 'failed', 'expired'] as const

/** What became of messages by channel; and why some failed, where any did. */
function delivery(messages: Messages): readonly ChartSection[] {
  const sum = (fits: (each: Messages[number]) => boolean) =>
    messages.filter(fits).reduce((total, { count }) => total + count, 0)
  const reasons = [...new Set(messages.flatMap(({ failure, state }) => (failure && state !== 'sent' ? [failure] : [])))]
    .map(failure => ({ failure, count: sum(each => each.failure === failure && each.state !== 'sent') }))
    .sort((one, other) => other.count - one.count)
    .slice(0, mostReasons)
  return [
    {
      kind: 'chart',
      shape: 'bars',
      heading: text('console.charts.delivery'),
      axis: text('console.messages.channel'),
      places: channels.map(word),
      series: states.map(state => ({
        name: word(state),
        values: channels.map(channel => sum(each => each.channel === channel && each.state === state)),
      })),
      empty: text('console.charts.no-messages'),
    },
    ...(reasons.length > 0
      ? [
          {
            kind: 'chart',
            shape: 'ranks',
            heading: text('console.charts.undelivered'),
            axis: text('console.charts.reason'),
            places: reasons.map(({ failure }) => failureOf(failure)),
            series: [{ name: text('console.charts.times'), values: reasons.map(({ count }) => count) }],
            empty: text('console.charts.no-messages'),
          } as const,
        ]
      : []),
  ]
}
