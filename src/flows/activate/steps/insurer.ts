import { text } from '../../../core/index.ts'
import { chooseInsurerStep, upstreamStep } from '../../../steps/index.ts'
import { type ActivateFacts, picksInsurer } from '../facts.ts'
import type { ActivateScene } from '../scene.ts'

const links = [{ href: './choose-credentials', label: text('credentials.password-instead') }]
const another = { another: true, chosen: undefined, trouble: undefined } as const

const chooseInsurer = chooseInsurerStep<ActivateFacts, ActivateScene>({
  title: text('activate.insurer.title'),
  lead: text('activate.insurer.lead'),
  links,
  required: picksInsurer,
})

/** Instead of a password: the insurer that the person picks here opens the account from now on. */
export const signInInsurer = [
  chooseInsurer,
  upstreamStep<ActivateFacts, ActivateScene>({
    needs: ['chosen'],
    required: picksInsurer,
    insurer: (_facts, { chosen }) => chosen,
    another: { value: 'another', facts: another },
    links,
  }),
]
