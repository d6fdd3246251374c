import { type ConsolePage, type ConsoleSection, lines, link, moment, tag } from '../../../core/console/index.ts'
import { text } from '../../../core/index.ts'
import type { Called } from '../../api/in-process.ts'
import type { Place } from '../contract.ts'
import { word } from '../words.ts'
import { resetSections } from './factor-resets.ts'
import { callerSections, helpForms, readProof } from './person-acts.ts'
import { historySection } from './person-history.ts'

export type PersonView = Called<'accounts.get'>['body']

const column = (id: string) => ({ label: text(`console.person.${id}`) })
const isOver = ({ status }: PersonView): boolean => status === 'closed' || status === 'disabled'

/** One account as the help desk may see it: nothing whole, nothing secret; and what can be done for its person. */
export async function personPage(place: Place): Promise<ConsolePage> {
  const { api, may, params, query } = place
  const { id = '' } = params
  const of = { params: { id } }
  const [{ body: view }, resets, { body: history }, proof] = await Promise.all([
    api.call('accounts.get', of),
    api.call('factor-resets.list', of),
    api.call('accounts.history', { ...of, query: { limit: 8 } }),
    readProof(place),
  ])
  const mayAct = may('accounts', 'write') && !isOver(view)
  const canAct = mayAct && (!params.proof || proof?.proven)
  return {
    name: params.proof ? 'person-call' : 'person',
    title: view.name || view.username,
    trail: [
      { href: '/console', label: text('console.overview') },
      { href: '/console/people', label: text('console.people') },
    ],
    sections: [
      about(view),
      ...locks(view),
      ...(mayAct ? callerSections(view, place, proof) : []),
      ...(canAct ? helpForms(view, place) : []),
      ...resetSections(resets.body.items, place),
      links(view, place),
      factors(view),
      sessions(view),
      messages(view),
      historySection(history, place, { path: `/console/people/${id}/history`, sought: query.reference }),
    ],
  }
}

const about = (view: PersonView): ConsoleSection => ({
  kind: 'facts',
  heading: text('console.person.about'),
  facts: [
    { label: text('console.people.username'), value: view.username },
    {
      label: text('console.people.status'),
      value: tag(text(`console.people.status.${view.status}`), view.status === 'active' ? 'good' : 'bad'),
    },
    { label: text('console.person.population'), value: text(`console.person.population.${view.population}`) },
    { label: text('console.person.last-sign-in'), value: moment(view.last_sign_in_at) },
    { label: text('console.person.password'), value: text(view.has_password ? 'console.yes' : 'console.no') },
    {
      label: text('console.people.reached-at'),
      value: lines(
        view.contacts.map(({ masked, of_record: isOfRecord }) =>
          isOfRecord ? text('console.person.of-record', { contact: masked }) : masked,
        ),
      ),
    },
  ],
})

const locks = ({ locks: standing }: PersonView): readonly ConsoleSection[] =>
  standing.length === 0
    ? []
    : [
        {
          kind: 'table',
          heading: text('console.person.locks'),
          columns: [column('what'), column('until')],
          rows: standing.map(({ what, until }) => ({ cells: [word(what), moment(until)] })),
          empty: text('console.person.none'),
        },
      ]

const links = ({ links: linked }: PersonView, { may }: Place): ConsoleSection => ({
  kind: 'table',
  heading: text('console.person.records'),
  columns: [column('relationship'), column('access'), column('basis'), column('since'), column('state')],
  rows: linked.map(each => ({
    cells: [
      may('patients', 'read')
        ? link(`/console/records/${each.patient}`, word(each.relationship))
        : word(each.relationship),
      word(each.access),
      word(each.basis),
      moment(each.created_at),
      each.asleep_since ? tag(text('console.person.asleep'), 'bad') : word(each.record_status),
    ],
  })),
  empty: text('console.person.no-records'),
})

const factors = ({ factors: listed }: PersonView): ConsoleSection => ({
  kind: 'table',
  heading: text('console.person.factors'),
  columns: [column('what'), column('since'), column('last-used')],
  rows: listed.map(({ kind, since, last_used_at: used }) => ({
    cells: [word(kind), moment(since), moment(used)],
  })),
  empty: text('console.person.no-factors'),
})

const sessions = ({ sessions: open }: PersonView): ConsoleSection => ({
  kind: 'table',
  heading: text('console.person.sessions'),
  columns: [column('since'), column('last-active')],
  rows: open.map(({ started_at: since, last_active_at: active }) => ({ cells: [moment(since), moment(active)] })),
  empty: text('console.person.no-sessions'),
})

const messages = ({ messages: sent }: PersonView): ConsoleSection => ({
  kind: 'table',
  heading: text('console.person.messages'),
  columns: [column('when'), column('channel'), column('message'), column('state')],
  rows: sent.map(({ created_at: at, channel, template, state, failure }) => ({
    cells: [
      moment(at),
      word(channel),
      word(template),
      failure ? lines([tag(word(state), 'bad'), word(failure)]) : word(state),
    ],
  })),
  empty: text('console.person.no-messages'),
})
