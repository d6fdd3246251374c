import { z } from 'zod'
import { text } from '../../../core/index.ts'
import { defineStep, LostGuard } from '../../../flow-engine/index.ts'
import { checkRecoveryCode } from '../../../operations/recovery.ts'
import { readCode } from '../../../operations/verifications.ts'
import { updateRecoveryLinkOpened } from '../../../store/recovery-links.ts'
import { openedBy, type RecoverFacts } from '../facts.ts'
import type { RecoverScene } from '../scene.ts'
import { ask, isTyped, resendAt } from './identify.ts'

/** "If an account exists, we've sent a message": the code for this browser, or the link in whichever reads the mail. */
export const checkMessages = defineStep<RecoverFacts, RecoverScene>()({
  name: 'check-messages',
  needs: ['asked'],
  gives: ['opened'],
  required: isTyped,
  input: z.object({ action: z.string().optional(), code: z.string().max(100, 'code-format').default('') }),
  limits: ['address', 'flow'],
  texts: ['notice.recover-sent', 'problem.code-format', 'problem.recover-code-wrong', 'problem.recover-ended'],
  page(facts, scene) {
    const wait = Math.ceil(((facts.asked?.resendAt.getTime() ?? 0) - scene.now.getTime()) / 1000)
    return {
      kind: 'form',
      name: 'check-messages',
      title: text('recover.sent.title'),
      lead: [text('recover.sent.lead'), text('recover.sent.ways')],
      fields: [{ kind: 'code', name: 'code', label: text('field.code') }],
      submit: text('verify.continue'),
      actionsHeading: text('recover.sent.nothing-yet'),
      actions: [
        {
          value: 'resend',
          label: text('recover.sent.again'),
          ...(wait > 0 ? { availableIn: wait, hint: text('recover.sent.wait', { seconds: wait }) } : {}),
        },
        { value: 'no-messages', label: text('recover.sent.no-messages') },
      ],
      links: [{ href: './identify', label: text('recover.sent.other-name') }],
    }
  },
  async handle(context, facts, _scene, input) {
    const { house, now, flow } = context
    const { typed, resendAt: wait } = facts.asked ?? { typed: '', resendAt: now }
    if (input.action === 'resend') {
      if (now < wait) return { kind: 'stay', notice: 'recover-sent' }
      return {
        kind: 'stay',
        notice: 'recover-sent',
        facts: { asked: { typed, resendAt: resendAt(context) } },
        write: ask(context, typed),
      }
    }
    if (input.action === 'no-messages') return { kind: 'stay', facts: { codeWanted: true } }
    const code = readCode(input.code)
    if (!code) return { kind: 'retry', problem: 'code-format', field: 'code' }
    const link = await checkRecoveryCode(house, flow.id, code, now)
    if (!link) return { kind: 'retry', problem: 'recover-code-wrong', field: 'code' }
    return {
      kind: 'advance',
      facts: { opened: openedBy(link) },
      audit: { accountId: link.accountId, details: { by: 'code', channel: link.contact.kind } },
      async write(tx) {
        // the same message's link was pressed elsewhere at this very moment
        if (!(await updateRecoveryLinkOpened(tx, link.id, now))) throw new LostGuard('recover-ended')
      },
    }
  },
})
