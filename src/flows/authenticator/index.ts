/**
 * Adds an authenticator app to an account. Invariant: nothing is enrolled before a code of the app was right, and that
 * code is spent by it.
 */
import { z } from 'zod'
import { text } from '../../core/index.ts'
import type { Flow } from '../../flow-engine/index.ts'
import { addAuthenticator } from '../../operations/factors.ts'
import { minutes } from '../../platform/index.ts'
import {
  type AccountScene,
  addAuthenticatorSteps,
  appSecretSchema,
  connectedAppSchema,
  finishFactorChange,
  freshProofFacts,
  freshProofSteps,
  loadAccountScene,
  personIn,
} from '../../steps/index.ts'

const authenticatorFacts = z.object({
  ...freshProofFacts,
  secret: appSecretSchema,
  app: connectedAppSchema,
})
type AuthenticatorFacts = z.output<typeof authenticatorFacts>

export const authenticator: Flow<AuthenticatorFacts, AccountScene> = {
  name: 'authenticator',
  entry: { path: '/account/authenticator', needs: 'session' },
  ttl: minutes(30),
  facts: authenticatorFacts,
  given: [],
  steps: [
    ...freshProofSteps<AuthenticatorFacts, AccountScene>({ purpose: 'account.authenticator' }),
    ...addAuthenticatorSteps<AuthenticatorFacts, AccountScene>({
      needs: [],
      required: () => true,
      username: (_facts, scene) => personIn(scene).username,
      since: 'freshSince',
      links: [{ href: '/account', label: text('authenticator.not-now') }],
    }),
  ],
  scene: (read, _facts, context) => loadAccountScene(read, context),
  async complete(tx, facts, scene, context) {
    if (!scene.person) return { kind: 'denied', problem: 'session-ended' }
    const { accountId } = scene.person
    await addAuthenticator(tx, context.house, { accountId, secret: facts.secret.key, ...facts.app }, context.now)
    const change = { kind: 'totp', notice: 'factor-added' } as const
    if (!(await finishFactorChange(tx, { facts, scene }, context, change)))
      return { kind: 'denied', problem: 'session-ended' }
    return { kind: 'done', notice: 'factor-added' }
  },
}
