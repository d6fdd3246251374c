import { z } from 'zod'
import { text } from '../../../core/index.ts'
import { defineStep } from '../../../flow-engine/index.ts'
import type { ActivateFacts } from '../facts.ts'
import { progressAt } from '../policy.ts'
import type { ActivateScene } from '../scene.ts'

/** "I no longer have this number": how to get help. The code stays valid and the journey stands where it was. */
export const contactHelp = defineStep<ActivateFacts, ActivateScene>()({
  name: 'contact-help',
  needs: ['code'],
  // both fall with the code: another one was not asked about
  gives: ['contactHelpRead', 'contactHelpAsked'],
  required: facts => facts.contactHelpAsked === true,
  input: z.object({}),
  limits: ['address'],
  texts: ['activate.help.title', 'activate.help.lead', 'activate.help.code-stays', 'activate.help.back'],
  page: () => ({
    kind: 'notice',
    tone: 'dead-end',
    name: 'contact-help',
    title: text('activate.help.title'),
    progress: progressAt('contact'),
    lead: [text('activate.help.lead'), text('activate.help.code-stays')],
    submit: text('activate.help.back'),
  }),
  handle: async () => ({ kind: 'advance', facts: { contactHelpRead: true, contactHelpAsked: true } }),
})
