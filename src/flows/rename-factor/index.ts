/** Gives a passkey or an authenticator app another name. Opens no door, so the password is proof enough. */
import { z } from 'zod'
import { text } from '../../core/index.ts'
import { defineStep, type Flow } from '../../flow-engine/index.ts'
import { minutes } from '../../platform/index.ts'
import {
  type AccountScene,
  freshProofFacts,
  freshProofSteps,
  keepFreshProof,
  loadAccountScene,
} from '../../steps/index.ts'
import { type ListedFactor, labelOf, listFactors } from '../../steps/listed-factors.ts'
import { updateFactorName } from '../../store/account-factors.ts'

const renameFactorFacts = z.object({
  ...freshProofFacts,
  renamed: z.object({ id: z.string(), name: z.string() }),
})
type RenameFactorFacts = z.output<typeof renameFactorFacts>
interface RenameFactorScene extends AccountScene {
  readonly listed: readonly ListedFactor[]
}

/** Kinds that a person may have several of. */
const named: ReadonlySet<string> = new Set(['totp', 'passkey'])

const nameFactor = defineStep<RenameFactorFacts, RenameFactorScene>()({
  name: 'name-factor',
  needs: [],
  gives: ['renamed'],
  required: () => true,
  input: z.object({
    factor: z.string('choose-one').min(1, 'choose-one').max(60, 'choose-one'),
    name: z.string('way-name-missing').trim().min(1, 'way-name-missing').max(60, 'name-long'),
  }),
  limits: ['address'],
  texts: ['problem.choose-one', 'problem.way-name-missing', 'problem.name-long'],
  page: (_facts, { listed }) =>
    listed.length === 0
      ? {
          kind: 'notice',
          tone: 'end',
          name: 'rename-factor-nothing',
          title: text('rename-factor.title'),
          lead: [text('rename-factor.nothing')],
          ways: [{ href: '/account', label: text('remove-factor.back') }],
        }
      : {
          kind: 'form',
          name: 'rename-factor',
          title: text('rename-factor.title'),
          fields: [
            {
              kind: 'radio',
              name: 'factor',
              label: text('rename-factor.legend'),
              options: listed.map((each, at) => ({
                value: each.id,
                label: labelOf(each),
                ...(listed.length === 1 && at === 0 ? { checked: true } : {}),
              })),
            },
            {
              kind: 'text',
              name: 'name',
              label: text('rename-factor.name'),
              hint: text('authenticator.confirm.name-hint'),
              autocomplete: 'off',
            },
          ],
          submit: text('rename-factor.submit'),
          links: [{ href: '/account', label: text('remove-factor.back') }],
        },
  async handle(_context, _facts, { listed }, input) {
    if (!listed.some(each => each.id === input.factor)) return { kind: 'retry', problem: 'choose-one', field: 'factor' }
    return { kind: 'advance', facts: { renamed: { id: input.factor, name: input.name } } }
  },
})

export const renameFactor: Flow<RenameFactorFacts, RenameFactorScene> = {
  name: 'rename-factor',
  entry: { path: '/account/factors/rename', needs: 'session' },
  ttl: minutes(30),
  facts: renameFactorFacts,
  given: [],
  steps: [
    ...freshProofSteps<RenameFactorFacts, RenameFactorScene>({ purpose: 'account.rename-factor', wants: 'any' }),
    nameFactor,
  ],
  async scene(read, _facts, context) {
    const scene = await loadAccountScene(read, context)
    const listed = scene.person ? await listFactors(read, context.house.sealer, scene.person) : []
    return { ...scene, listed: listed.filter(each => named.has(each.kind)) }
  },
  async complete(tx, facts, scene, context) {
    if (!scene.person || !(await keepFreshProof(tx, facts, scene, context)))
      return { kind: 'denied', problem: 'session-ended' }
    // gone in another tab: there is nothing to name any more
    await updateFactorName(tx, context.house.sealer, scene.person.accountId, facts.renamed)
    return { kind: 'done', notice: 'factor-renamed' }
  },
}
