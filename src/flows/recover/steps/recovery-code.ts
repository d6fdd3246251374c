import { z } from 'zod'
import { text } from '../../../core/index.ts'
import { networkOf } from '../../../core/networks.ts'
import { factorOf } from '../../../factors/index.ts'
import { defineStep, type StepContext } from '../../../flow-engine/index.ts'
import { beginRecoveryByCode, noContact, recoveryEnds } from '../../../operations/recovery.ts'
import { trustedFactors } from '../../../operations/recovery-trust.ts'
import { newId } from '../../../platform/index.ts'
import { findAccountFactors } from '../../../store/account-factors.ts'
import { findAccount, findAccountByLogin, mayRecover } from '../../../store/accounts.ts'
import { together } from '../../../store/index.ts'
import type { RecoverFacts } from '../facts.ts'
import type { RecoverScene } from '../scene.ts'
import { isTyped } from './identify.ts'

/**
 * A recovery code instead of the message, for somebody who lost their mailbox and their phone. Unknown, shared, disabled
 * and wrong are one answer by the same statements.
 */
export const useRecoveryCode = defineStep<RecoverFacts, RecoverScene>()({
  name: 'recovery-code',
  needs: ['asked'],
  gives: ['opened'],
  required: facts => isTyped(facts) && facts.codeWanted === true,
  input: z.object({ action: z.string().optional(), code: z.string().max(100, 'recovery-code-format').default('') }),
  limits: ['address', 'flow'],
  texts: ['problem.recovery-code-format', 'problem.recovery-code-wrong', 'problem.recovery-code-paused'],
  page: (_facts, _scene, context) => ({
    kind: 'form',
    name: 'recovery-code',
    title: text('recover.code.title'),
    lead: [text('recover.code.lead')],
    fields: [{ kind: 'code', name: 'code', label: text('field.code') }],
    submit: text('verify.continue'),
    notes: [{ body: [text('recover.code.password'), text('recover.code.in-person')] }],
    actions: [{ value: 'back', label: text('recover.code.back') }],
    links: [{ href: context.paths.signIn, label: text('recover.sign-in') }],
  }),
  async handle(context, { asked }, _scene, { action, code }) {
    if (action === 'back') return { kind: 'stay', facts: { codeWanted: undefined } }
    const { house, now, flow, ask } = context
    const { accountId, mayGoOn, verdict } = await check(context, asked?.typed ?? '', code)
    const audit = { ...(mayGoOn ? { accountId } : {}), details: { factor: 'recovery-code' } }
    if (verdict.kind === 'refused') return { kind: 'retry', problem: verdict.problem, field: 'code', audit }
    if (!mayGoOn) return { kind: 'retry', problem: 'recovery-code-wrong', field: 'code', audit }
    const id = newId()
    return {
      kind: 'advance',
      facts: { opened: { link: id, accountId, to: noContact, origin: 'recovery-code' } },
      audit,
      async write(tx) {
        await verdict.write?.(tx)
        await beginRecoveryByCode(tx, house, { id, accountId, flowId: flow.id, ends: recoveryEnds(ask) }, now)
      },
    }
  },
})

/** Counted by itself and by network: nobody's failures ever block the recovery of the one whose codes these are. */
async function check({ house, now, flow, ask, visitor }: StepContext, typed: string, code: string) {
  const account = await findAccountByLogin(house.db, house.sealer, typed)
  const accountId = account?.id ?? newId()
  const [found, enrolled] = await together(house.db, db =>
    Promise.all([findAccount(db, house.sealer, accountId), findAccountFactors(db, accountId)]),
  )
  // made a while before its owner locked the account, codes may be a thief's
  const isTrusted = trustedFactors(house, found ?? {}, enrolled).some(({ kind }) => kind === 'recovery-code')
  const mayGoOn = mayRecover(found) && isTrusted
  const whose = account ? `account:${account.id}` : `name:${typed}`
  const verdict = await factorOf('recovery-code').verify(
    {
      house,
      now,
      flowId: flow.id,
      organization: ask.organization,
      ip: visitor.ip,
      purpose: 'recover.recovery-code',
      subject: {
        key: `recover:${whose}|${networkOf(visitor.ip)}`,
        accountId,
        language: visitor.language,
        budget: 'anonymous',
      },
    },
    { id: 'recovery-code', factor: 'recovery-code', to: accountId, masked: '' },
    code,
  )
  return { accountId, mayGoOn, verdict }
}
