import { z } from 'zod'
import { text } from '../../../core/index.ts'
import { defineStep, type StepContext, type Write } from '../../../flow-engine/index.ts'
import { askForRecovery, recoveryEnds } from '../../../operations/recovery.ts'
import type { RecoverFacts } from '../facts.ts'
import type { RecoverScene } from '../scene.ts'

/** A link begins further on: nobody types anything there. */
export const isTyped = ({ asked, opened }: Partial<RecoverFacts>): boolean => asked !== undefined || !opened

/**
 * Who somebody says they are. The answer is one for everybody, and so is the work: nothing is looked up here, a job
 * finds out whom it means.
 */
export const identify = defineStep<RecoverFacts, RecoverScene>()({
  name: 'identify',
  needs: [],
  gives: ['asked'],
  required: isTyped,
  input: z.object({
    username: z.string('recover-name-missing').trim().min(1, 'recover-name-missing').max(320, 'recover-name-missing'),
  }),
  limits: ['address', 'recover'],
  texts: ['problem.recover-name-missing'],
  page: (facts, _scene, context) => ({
    kind: 'form',
    name: 'identify',
    title: text('recover.identify.title'),
    lead: [text('recover.identify.lead')],
    fields: [
      {
        kind: 'username',
        name: 'username',
        label: text('recover.identify.label'),
        hint: text('recover.identify.hint'),
        ...(facts.asked ? { value: facts.asked.typed } : {}),
      },
    ],
    submit: text('recover.identify.submit'),
    links: [{ href: context.paths.signIn, label: text('recover.sign-in') }],
  }),
  handle: async (context, _facts, _scene, { username }) => ({
    kind: 'advance',
    facts: { asked: { typed: username, resendAt: resendAt(context) } },
    write: ask(context, username),
  }),
})

export const resendAt = ({ house, now }: StepContext): Date =>
  new Date(now.getTime() + house.settings.codes.resend_seconds * 1000)

/** Over its limit the same row is written for nobody: the visitor sees and waits the same, and no message leaves. */
export const ask =
  (context: StepContext, typed: string): Write =>
  tx => {
    return askForRecovery(
      tx,
      context.house,
      {
        typed,
        language: context.visitor.language,
        ip: context.visitor.ip,
        flowId: context.flow.id,
        ends: recoveryEnds(context.ask),
        ...(context.limited ? { isMuted: true } : {}),
      },
      context.now,
    )
  }
