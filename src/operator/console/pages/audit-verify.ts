import { type ConsoleForm, type ConsolePage, code } from '../../../core/console/index.ts'
import { text } from '../../../core/index.ts'
import type { Called } from '../../api/in-process.ts'
import type { ConsoleModule } from '../contract.ts'
import { home } from './queue-parts.ts'

const trail = [home, { href: '/console/audit', label: text('console.audit') }] as const
type Verdict = Called<'audit-events.verify'>['body']

const verifyForm = (checked: number, cursor = ''): ConsoleForm => ({
  kind: 'form',
  act: 'verify',
  fields: [
    { kind: 'hidden', name: 'cursor', value: cursor },
    { kind: 'hidden', name: 'checked', value: String(checked) },
  ],
  submit: text(cursor ? 'console.audit.verify.on' : 'console.audit.verify.submit'),
})

const pageOf = (sections: ConsolePage['sections'], name = 'audit-verify'): ConsolePage => ({
  name,
  title: text('console.audit.verify'),
  trail,
  lead: [text('console.audit.verify.lead')],
  sections,
})

/** A part of the chain a press, since the whole of a long one takes minutes. */
export const verifyModule: ConsoleModule = {
  path: '/console/audit/verify',
  load: async () => pageOf([verifyForm(0)]),
  acts: {
    verify: {
      async handle({ api }, typed) {
        const cursor = typed.maybe('cursor')
        const { body } = await api.call('audit-events.verify', { query: cursor ? { cursor } : {} })
        const before = cursor ? Number(typed.text('checked')) || 0 : 0
        return { page: verdictPage(body, before + body.checked) }
      },
    },
  },
}

function verdictPage({ first_bad: bad, next, head, unsealed_tail: tail }: Verdict, checked: number): ConsolePage {
  const isOver = bad === undefined && next === undefined
  const said = bad ? `bad.${bad.reason}` : isOver ? 'intact' : 'so-far'
  return pageOf(
    [
      {
        kind: 'notice',
        tone: bad ? 'bad' : isOver ? 'good' : 'plain',
        heading: text(bad ? 'console.audit.verify.broken' : `console.audit.verify.${said}`),
        body: [
          ...(bad ? [text(`console.audit.verify.${said}`, { position: bad.position })] : []),
          text('console.audit.verify.checked', { count: checked }),
          ...(next ? [text('console.audit.verify.so-far.lead')] : []),
        ],
      },
      {
        kind: 'facts',
        heading: text('console.audit.verify.chain'),
        facts: [
          ...(bad ? [{ label: text('console.audit.verify.first-bad'), value: code(bad.position) }] : []),
          { label: text('console.audit.verify.tail'), value: text('console.audit.verify.tail.is', { count: tail }) },
          ...(head
            ? [
                { label: text('console.audit.verify.head'), value: code(head.position) },
                { label: text('console.audit.verify.hash'), value: code(head.hash) },
              ]
            : []),
        ],
      },
      next ? verifyForm(checked, next) : verifyForm(0),
    ],
    bad ? 'audit-verify-broken' : 'audit-verified',
  )
}
