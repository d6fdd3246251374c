import { z } from 'zod'
import { type Link, type PageContext, text } from '../../../core/index.ts'
import { factorOf, type Proof, responseLimit } from '../../../factors/index.ts'
import { defineStep } from '../../../flow-engine/index.ts'
import { checkPassword } from '../../../operations/sign-in.ts'
import { updatePasswordHash } from '../../../store/accounts.ts'
import type { SignInFacts } from '../facts.ts'
import type { SignInScene } from '../scene.ts'
import { proveFirst } from './first.ts'
import { passkeyOptions, signInByPasskey } from './passkey.ts'

/**
 * Username and password, or a passkey, on one page. Every refusal is one answer: whether a name exists, is locked, disabled or has no
 * password shows neither in words nor in work.
 */
export const passwordStep = defineStep<SignInFacts, SignInScene>()({
  name: 'password',
  needs: [],
  gives: ['account', 'firstFactor'],
  // a step-up of somebody who is signed in asks for no password, unless the portal wants a fresh sign-in
  required: facts => facts.account?.by !== 'session',
  input: z
    .object({
      username: z.string('username-missing').trim().max(320, 'sign-in-failed').default(''),
      password: z.string('password-missing').max(1024, 'sign-in-failed').default(''),
      /** filled by the page's script, instead of the two */
      passkey: z.string('passkey-failed').max(responseLimit, 'passkey-failed').default(''),
      passkey_ready: z.string().optional().catch(undefined),
    })
    .superRefine(({ username, password, passkey }, fault) => {
      const missing = passkey ? undefined : username === '' ? 'username' : password === '' ? 'password' : undefined
      if (missing) fault.addIssue({ code: 'custom', path: [missing], message: `${missing}-missing` })
    }),
  limits: ['address'],
  texts: [
    'problem.sign-in-failed',
    'problem.username-missing',
    'problem.password-missing',
    'problem.passkey-failed',
    'problem.passkey-late',
  ],
  page: ({ upstream }, _scene, context) => ({
    kind: 'form',
    name: 'sign-in',
    title: text('sign-in.title'),
    ...(upstream ? { lead: [text('sign-in.linking', { name: upstream.insurerName })] } : {}),
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
    passkey: { use: 'sign-in', label: text('sign-in.passkey') },
    links: link(context.paths.recover, 'sign-in.forgotten'),
    ways: waysIn(context),
  }),
  async handle(context, facts, _scene, input) {
    if (input.passkey) return signInByPasskey(context, input.passkey)
    const { house, now, visitor } = context
    const provenSubject = facts.firstProof?.subject
    const answer = await checkPassword(
      house,
      {
        username: input.username,
        password: input.password,
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
    const { accountId, isKnownDevice, rehash, upgrade } = answer
    return {
      kind: 'advance',
      facts: {
        account: {
          id: accountId,
          isKnownDevice,
          by: 'password',
          canMakePasskey: input.passkey_ready === 'yes',
          ...(upgrade ? { newHash: upgrade.passwordHash } : {}),
        },
        firstFactor: proof(accountId, now),
      },
      audit: { accountId, details: { knownDevice: isKnownDevice } },
      async write(tx) {
        await answer.write(tx)
        if (rehash) await updatePasswordHash(tx, accountId, rehash.from, rehash.to, now)
      },
    }
  },
  inquire: passkeyOptions,
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
  ...link(paths.apply, 'sign-in.apply'),
]
