/**
 * Makes a set of recovery codes. Invariant: they are shown in this journey only; what is kept are keyed hashes, and the
 * old set stops working when the new one was written down.
 */
import { z } from 'zod'
import { text } from '../../core/index.ts'
import { groupedCode, newRecoveryCodes, recoveryCodeCount, recoveryCodeHash } from '../../factors/index.ts'
import { defineStep, type Flow } from '../../flow-engine/index.ts'
import { replaceRecoveryCodes } from '../../operations/factors.ts'
import { minutes } from '../../platform/index.ts'
import {
  type AccountScene,
  finishFactorChange,
  freshProofFacts,
  freshProofSteps,
  loadAccountScene,
  personIn,
} from '../../steps/index.ts'
import { countRecoveryCodes } from '../../store/recovery-codes.ts'

const recoveryCodesFacts = z.object({
  ...freshProofFacts,
  /** base64url, of the codes that are about to be shown */
  hashes: z.array(z.string()),
  /** What is shown; falls as soon as it was written down. */
  codes: z.array(z.string()).optional(),
  written: z.literal(true),
})
type RecoveryCodesFacts = z.output<typeof recoveryCodesFacts>
interface RecoveryCodesScene extends AccountScene {
  /** Codes of the present set that nobody used; undefined where there is no set. */
  readonly left?: number
}

const makeCodes = defineStep<RecoveryCodesFacts, RecoveryCodesScene>()({
  name: 'make-codes',
  needs: [],
  gives: ['hashes', 'freshSince'],
  required: () => true,
  input: z.object({}),
  limits: ['address', 'flow'],
  page: (_facts, { left }) => ({
    kind: 'notice',
    tone: 'plain',
    name: 'recovery-codes-about',
    title: text('recovery-codes.about.title'),
    lead: [
      text('recovery-codes.about.lead', { count: recoveryCodeCount }),
      ...(left === undefined
        ? []
        : [text('recovery-codes.about.left', { left }), text('recovery-codes.about.replaced')]),
    ],
    submit: text('recovery-codes.about.submit'),
    links: [{ href: '/account', label: text('authenticator.not-now') }],
  }),
  async handle({ house, now }, _facts, scene) {
    const { accountId } = personIn(scene)
    const codes = [...newRecoveryCodes(house.random)]
    const hashes = codes.map(code => recoveryCodeHash(house.sealer, accountId, code).toString('base64url'))
    const facts: Pick<RecoveryCodesFacts, 'hashes' | 'freshSince' | 'codes'> = { hashes, codes, freshSince: now }
    return { kind: 'advance', facts }
  },
})

const writeDown = defineStep<RecoveryCodesFacts, RecoveryCodesScene>()({
  name: 'write-down',
  needs: ['hashes'],
  gives: ['written'],
  required: () => true,
  input: z.object({}),
  limits: ['address'],
  page: ({ codes = [] }) => ({
    kind: 'notice',
    tone: 'plain',
    name: 'recovery-codes',
    title: text('recovery-codes.title'),
    lead: [text('recovery-codes.lead'), text('recovery-codes.keep')],
    items: codes.map(code => text('recovery-codes.code', { digits: groupedCode(code) })),
    print: text('recovery-codes.print'),
    submit: text('recovery-codes.submit'),
  }),
  async handle() {
    const facts: Pick<RecoveryCodesFacts, 'written' | 'codes'> = { written: true, codes: undefined }
    return { kind: 'advance', facts }
  },
})

export const recoveryCodes: Flow<RecoveryCodesFacts, RecoveryCodesScene> = {
  name: 'recovery-codes',
  entry: { path: '/account/recovery-codes', needs: 'session' },
  ttl: minutes(30),
  facts: recoveryCodesFacts,
  given: [],
  steps: [
    ...freshProofSteps<RecoveryCodesFacts, RecoveryCodesScene>({ purpose: 'account.recovery-codes' }),
    makeCodes,
    writeDown,
  ],
  async scene(read, _facts, context) {
    const scene = await loadAccountScene(read, context)
    const hasSet = scene.person?.factors.enrolled.some(factor => factor.kind === 'recovery-code')
    return hasSet && scene.person ? { ...scene, left: await countRecoveryCodes(read, scene.person.accountId) } : scene
  },
  async complete(tx, facts, scene, context) {
    if (!scene.person) return { kind: 'denied', problem: 'session-ended' }
    const hashes = facts.hashes.map(hash => Buffer.from(hash, 'base64url'))
    await replaceRecoveryCodes(tx, { accountId: scene.person.accountId, hashes }, context.now)
    const change = { kind: 'recovery-code', notice: 'recovery-codes-made' } as const
    if (!(await finishFactorChange(tx, { facts, scene }, context, change)))
      return { kind: 'denied', problem: 'session-ended' }
    return { kind: 'done', notice: 'recovery-codes-made' }
  },
}
