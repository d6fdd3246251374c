import { type ConsoleForm, type ConsoleSection, link, moment, tag } from '../../../core/console/index.ts'
import { text } from '../../../core/index.ts'
import type { Called } from '../../api/in-process.ts'
import type { ConsoleAct, ConsoleArea, Done, Place, Typed } from '../contract.ts'
import { reasonField } from '../fields.ts'
import { word } from '../words.ts'
import { personPath } from './person-acts.ts'

export type Resets = Called<'factor-resets.list'>['body']['items']

const column = (id: string) => ({ label: text(`console.resets.${id}`) })
const factorOf = (factor: string) => (factor === 'all' ? text('console.help.factor.all') : word(factor))

/** What was asked for one person, and what can still be said to it. */
export function resetSections(resets: Resets, { may }: Place): readonly ConsoleSection[] {
  if (resets.length === 0) return []
  const waiting = may('accounts', 'write') ? resets.filter(({ state }) => state === 'waiting') : []
  return [
    {
      kind: 'table',
      heading: text('console.resets.of-person'),
      columns: [column('factor'), column('state'), column('by'), column('reason'), column('when'), column('ends')],
      rows: resets.map(each => ({
        cells: [
          factorOf(each.factor),
          tag(text(`console.resets.state.${each.state}`), each.state === 'waiting' ? 'bad' : 'plain'),
          each.requested_by,
          each.reason,
          moment(each.requested_at),
          each.state === 'waiting' ? moment(each.done_from) : moment(each.ended_at),
        ],
      })),
      empty: text('console.resets.none'),
    },
    ...waiting.flatMap(each => formsOf(each)),
  ]
}

const formsOf = ({ id, factor, may_confirm: mayConfirm }: Resets[number]): readonly ConsoleForm[] => {
  const form = (act: string, isDangerous: boolean): ConsoleForm => ({
    kind: 'form',
    act,
    key: id,
    folded: text(`console.resets.${act}`),
    lead: [factorOf(factor), text(`console.resets.${act}.lead`)],
    fields: [{ kind: 'hidden', name: 'reset', value: id }, reasonField],
    submit: text(`console.resets.${act}.submit`),
    isDangerous,
  })
  return [...(mayConfirm ? [form('confirm-reset', true)] : []), form('cancel-reset', false)]
}

const about = ({ params: { id = '' } }: Place, typed: Typed) => ({
  params: { id, reset: typed.text('reset') },
  body: { reason: typed.text('reason') },
})
const back = ({ params }: Place, notice: string): Done => ({ go: personPath(params), notice })

export const resetActs: Readonly<Record<string, ConsoleAct>> = {
  'ask-reset': {
    async handle(place, typed) {
      const { id = '', proof } = place.params
      const grounds = proof ? { proof } : { in_person: typed.text('in_person') }
      const body = { factor: typed.text('factor') as 'all', grounds, reason: typed.text('reason') }
      await place.api.call('factor-resets.request', { params: { id }, body })
      return back(place, 'reset-asked')
    },
  },
  'confirm-reset': {
    async handle(place, typed) {
      await place.api.call('factor-resets.confirm', about(place, typed))
      return back(place, 'reset-done')
    },
  },
  'cancel-reset': {
    async handle(place, typed) {
      await place.api.call('factor-resets.cancel', about(place, typed))
      return back(place, 'reset-cancelled')
    },
  },
}

/** What waits for a second person, over all people of the organisation. */
export const factorResetArea: ConsoleArea = {
  modules: [
    {
      path: '/console/factor-resets',
      isForOrganization: true,
      async load({ api }) {
        const { items } = (await api.call('factor-resets.waiting')).body
        return {
          name: 'factor-resets',
          title: text('console.resets'),
          trail: [{ href: '/console', label: text('console.overview') }],
          lead: [text('console.resets.lead')],
          sections: [
            {
              kind: 'table',
              heading: text('console.resets.waiting'),
              columns: [
                column('factor'),
                column('by'),
                column('reason'),
                column('when'),
                column('from'),
                column('you'),
              ],
              rows: items.map(each => ({
                cells: [
                  link(`/console/people/${each.account}`, factorOf(each.factor)),
                  each.requested_by,
                  each.reason,
                  moment(each.requested_at),
                  moment(each.done_from),
                  text(each.may_confirm ? 'console.resets.you.may' : 'console.resets.you.may-not'),
                ],
              })),
              empty: text('console.resets.none'),
            },
          ],
        }
      },
    },
  ],
  async ways({ may, api, organization }) {
    if (!may('accounts', 'read') || !organization) return []
    const { items } = (await api.call('factor-resets.waiting')).body
    const count = items.filter(each => each.may_confirm).length
    return count > 0 ? [{ href: '/console/factor-resets', label: text('console.resets.to-confirm'), count }] : []
  },
  menu: [{ href: '/console/factor-resets', label: text('console.resets'), group: 'people', resource: 'accounts' }],
}
