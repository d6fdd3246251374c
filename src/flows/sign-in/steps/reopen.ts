import { z } from 'zod'
import { text } from '../../../core/index.ts'
import { defineStep } from '../../../flow-engine/index.ts'
import type { SignInFacts } from '../facts.ts'
import type { SignInScene } from '../scene.ts'

/** An account that its person closed: shown only to somebody who gave every proof that signing in wants. */
export const reopenStep = defineStep<SignInFacts, SignInScene>()({
  name: 'reopen',
  needs: ['account'],
  gives: ['reopened'],
  required: (_facts, { person }) => person?.isClosed === true,
  input: z.object({}),
  limits: ['address'],
  page: () => ({
    kind: 'notice',
    tone: 'plain',
    name: 'sign-in-reopen',
    title: text('sign-in.reopen.title'),
    lead: [text('sign-in.reopen.lead'), text('sign-in.reopen.leave')],
    submit: text('sign-in.reopen.submit'),
  }),
  handle: async () => ({ kind: 'advance', facts: { reopened: true } }),
})
