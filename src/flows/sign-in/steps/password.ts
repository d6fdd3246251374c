import { z } from 'zod'
import { type Link, type PageContext, text } from '../../../core/index.ts'
import { factorOf, type Proof } from '../../../factors/index.ts'
import { defineStep } from '../../../flow-engine/index.ts'
import { checkPassword } from '../../../operations/sign-in.ts'
import { updatePasswordHash } from '../../../store/accounts.ts'
import type { SignInFacts } from '../facts.ts'
import type { SignInScene } from '../scene.ts'
import { proveFirst } from './first.ts'

/**
 * Username and password on one page. Every refusal is one answer: whether a name exists, is locked, disabled or has no
 * password shows neither in words nor in work.
 */
export const passwordStep = defineStep<SignInFacts, SignInScene>()({
  name: 'password',
  needs: [],
  gives: ['account', 'passwordProof'],
  // a step-up of somebody who is signed in asks for no password, unless the portal wants a fresh sign-in
  required: facts => facts.account?.by !== 'session',
  input: z.object({
    username: z.string('username-missing').trim().min(1, 'username-missing').max(320, 'sign-in-failed'),
    password: z.string('password-missing').min(1, 'password-missing').max(1024, 'sign-in-failed'),
  }),
  limits: ['address'],
  texts: ['problem.sign-in-failed', 'problem.username-missing', 'problem.password-missing'],
  page: (_facts, _scene, context) => ({
    kind: 'form',
    name: 'sign-in',
    title: text('sign-in.title'),
    fields: [
      {
        kind: 'username',
        name: 'username',
        label: text('sign-in.username'),
        ...(context.loginHint ? { value: context.loginHint } : {}),
      },
      { kind: 'password', name: 'password', label: text('field.password') },
    ],
    submit: text('sign-in.submit'),
    links: link(context.paths.recover, 'sign-in.forgotten'),
    ways: waysIn(context),
  }),
  async handle(context, facts, _scene, input) {
    const { house, now, visitor } = context
    const provenSubject = facts.firstProof?.subject
    const answer = await checkPassword(
      house,
      {
        ...input,
        organization: context.ask.organization,
        ...(visitor.deviceToken ? { deviceToken: visitor.deviceToken } : {}),
        ...(provenSubject ? { provenSubject } : {}),
      },
      now,
    )
    if (answer.kind === 'proof-first') return proveFirst(context, answer)
    if (answer.kind === 'refused')
      return {
        kind: 'retry',
        problem: 'sign-in-failed',
        field: 'username',
        audit: {
          ...(answer.accountId ? { accountId: answer.accountId } : {}),
          details: { reason: answer.reason },
        },
      }
    const { accountId, isKnownDevice, rehash } = answer
    return {
      kind: 'advance',
      facts: { account: { id: accountId, isKnownDevice, by: 'password' }, passwordProof: proof(accountId, now) },
      audit: { accountId, details: { knownDevice: isKnownDevice } },
      async write(tx) {
        await answer.write(tx)
        if (rehash) await updatePasswordHash(tx, accountId, rehash.from, rehash.to, now)
      },
    }
  },
})

const proof = (accountId: string, at: Date): Proof => {
  const { kind, category, amr } = factorOf('password')
  return { factor: kind, category, amr: [...amr], at, subject: `account:${accountId}`, offer: kind, to: accountId }
}

const link = (href: string | undefined, label: string): Link[] => (href ? [{ href, label: text(label) }] : [])
const waysIn = ({ paths }: PageContext): Link[] => [
  ...link(paths.insurer, 'sign-in.insurer'),
  ...link(paths.activate, 'sign-in.access-code'),
  ...link(paths.register, 'sign-in.register'),
]
