/**
 * Adding a passkey to one's own account, after a fresh proof. May not import another flow. Invariant: what a device made
 * becomes a passkey in the transaction that ends every other session and tells every contact, or not at all.
 */
import { z } from 'zod'
import { text } from '../../core/index.ts'
import type { Completion, Flow, StepContext } from '../../flow-engine/index.ts'
import { deviceLabel } from '../../operations/known-devices.ts'
import { addPasskey } from '../../operations/passkeys.ts'
import { minutes } from '../../platform/index.ts'
import {
  type AccountScene,
  createPasskeyStep,
  freshProofFacts,
  freshProofSteps,
  keepFreshProof,
  loadAccountScene,
  namedPasskeySchema,
  personIn,
} from '../../steps/index.ts'
import type { Transaction } from '../../store/index.ts'

const purpose = 'account.add-passkey'

const addPasskeyFacts = z.object({ ...freshProofFacts, passkey: namedPasskeySchema })
type AddPasskeyFacts = z.output<typeof addPasskeyFacts>
interface AddPasskeyScene extends AccountScene {
  /** What this device may be called. */
  readonly device: string
}

export const addPasskeyFlow: Flow<AddPasskeyFacts, AddPasskeyScene> = {
  name: 'add-passkey',
  entry: { path: '/account/passkey', needs: 'session' },
  ttl: minutes(30),
  facts: addPasskeyFacts,
  given: [],
  steps: [
    ...freshProofSteps<AddPasskeyFacts, AddPasskeyScene>({ purpose }),
    createPasskeyStep<AddPasskeyFacts, AddPasskeyScene>({
      purpose,
      needs: [],
      required: (_facts, scene) => scene.person !== undefined,
      owner: (_facts, scene) => personIn(scene),
      device: scene => scene.device,
      links: [{ href: '/account', label: text('passkey.back') }],
    }),
  ],
  async scene(read, _facts, context) {
    return { ...(await loadAccountScene(read, context)), device: deviceLabel(context.visitor.userAgent) }
  },
  complete,
}

async function complete(
  tx: Transaction,
  facts: AddPasskeyFacts,
  scene: AddPasskeyScene,
  context: StepContext,
): Promise<Completion> {
  const { house, now, ask, flow, visitor } = context
  if (!(await keepFreshProof(tx, facts, scene, context))) return { kind: 'denied', problem: 'session-ended' }
  const { accountId, sessionUid, language } = personIn(scene)
  const change = {
    accountId,
    sessionUid,
    language,
    organization: ask.organization,
    journey: { flowId: flow.id, reference: flow.reference, ip: visitor.ip, device: visitor.userAgent },
  }
  const isAdded = await addPasskey(tx, house, { ...change, passkey: facts.passkey }, now)
  return isAdded ? { kind: 'done', notice: 'passkey-added' } : { kind: 'denied', problem: 'passkey-known' }
}
