import { type ConsolePage, type ConsoleSection, lines, moment, tag } from '../../../core/console/index.ts'
import { text } from '../../../core/index.ts'
import type { Called } from '../../api/in-process.ts'
import { word } from '../words.ts'

export type PersonView = Called<'accounts.get'>['body']

const column = (id: string) => ({ label: text(`console.person.${id}`) })
/** One account as the help desk may see it: nothing whole, nothing secret. */
export function personPage(view: PersonView): ConsolePage {
  return {
    name: 'person',
    title: view.name || view.username,
    trail: [
      { href: '/console', label: text('console.overview') },
      { href: '/console/people', label: text('console.people') },
    ],
    sections: [about(view), locks(view), links(view), factors(view), sessions(view), messages(view)].filter(
      section => section !== undefined,
    ),
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

const locks = ({ locks: standing }: PersonView): ConsoleSection | undefined =>
  standing.length === 0
    ? undefined
    : {
        kind: 'table',
        heading: text('console.person.locks'),
        columns: [column('what'), column('until')],
        rows: standing.map(({ what, until }) => ({ cells: [word(what), moment(until)] })),
        empty: text('console.person.none'),
      }

const links = ({ links: linked }: PersonView): ConsoleSection => ({
  kind: 'table',
  heading: text('console.person.records'),
  columns: [column('relationship'), column('access'), column('basis'), column('since'), column('state')],
  rows: linked.map(link => ({
    cells: [
      word(link.relationship),
      word(link.access),
      word(link.basis),
      moment(link.created_at),
      link.asleep_since ? tag(text('console.person.asleep'), 'bad') : word(link.record_status),
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
