import { z } from 'zod'
import { normalizeAccessCode } from '../../../core/access-code.ts'
import { ageOn, localDate, parseBirthDate } from '../../../core/dates.ts'
import { text } from '../../../core/index.ts'
import { purposes } from '../../../core/purposes.ts'
import { defineStep, type StepContext, type Write } from '../../../flow-engine/index.ts'
import { tellCodeIsVoid } from '../../../operations/activation-notices.ts'
import {
  type ChargedCode,
  chargeAccessCodeTry,
  findRedemption,
  updateAccessCodeVoidWhenSpent,
} from '../../../store/access-code-redemption.ts'
import type { ActivateFacts } from '../facts.ts'
import { codeState, mayHoldCode, progressAt } from '../policy.ts'
import { type ActivateScene, openRecordOf } from '../scene.ts'

const typed = z.string().max(200).default('')

/**
 * Code and birth date, the first two proofs. Wrong code, wrong date and void code are one answer made by one path:
 * charge, compare keyed hashes, void what is spent. Only who had both right learns that a code is old or used.
 */
export const enterAccessCode = defineStep<ActivateFacts, ActivateScene>()({
  name: 'enter-access-code',
  needs: [],
  gives: ['code'],
  required: () => true,
  input: z.object({ access_code: typed, birth_month: typed, birth_day: typed, birth_year: typed }),
  limits: ['address', 'access-code-address', 'access-code'],
  texts: [
    'activate.code.title',
    'activate.code.label',
    'activate.code.hint',
    'activate.code.birth',
    'activate.code.birth-hint',
    'activate.code.lost',
    'activate.code.none',
    'activate.code.sign-in',
    'activate.continue',
    'problem.birth-date-missing',
    'problem.birth-date-year',
    'problem.birth-date-not-real',
    'problem.birth-date-future',
    'problem.access-code-shape',
    'problem.access-code-wrong',
    'problem.access-code-expired',
    'problem.access-code-used',
    'problem.activation-no-contact',
  ],
  page: (_facts, _scene, context) => ({
    kind: 'form',
    name: 'enter-access-code',
    title: text('activate.code.title'),
    progress: progressAt('code'),
    fields: [
      {
        kind: 'access-code',
        name: 'access_code',
        label: text('activate.code.label'),
        hint: text('activate.code.hint'),
      },
      {
        kind: 'date',
        name: 'birth',
        label: text('activate.code.birth'),
        hint: text('activate.code.birth-hint'),
        autocomplete: 'bday',
      },
    ],
    submit: text('activate.continue'),
    links: [
      ...(context.organization.helpPhone
        ? [{ href: `tel:${context.organization.helpPhone}`, label: text('activate.code.lost') }]
        : []),
      ...(context.paths.apply ? [{ href: context.paths.apply, label: text('activate.code.none') }] : []),
      { href: context.paths.signIn, label: text('activate.code.sign-in') },
    ],
  }),

  async handle(cx, _facts, _scene, input) {
    const code = normalizeAccessCode(input.access_code)
    if (!code) return { kind: 'retry', problem: 'access-code-shape', field: 'access_code' }
    const birth = parseBirthDate({ month: input.birth_month, day: input.birth_day, year: input.birth_year }, today(cx))
    if (birth.problem) return { kind: 'retry', problem: birth.problem, field: `birth_${birth.part}` }

    const { sealer, db } = cx.house
    const codeIndex = sealer.index(purposes.accessCode, code)
    const birthIndex = sealer.index(purposes.patientBirth, birth.date)
    const charged = await chargeAccessCodeTry(db, { codeIndex, birthIndex }, triesOf(cx))
    const isRight = charged?.birth_index.equals(birthIndex) && !cx.limited && isInReach(cx, charged)
    const wrong = {
      kind: 'retry',
      // no field: it would say which of the two was wrong
      problem: 'access-code-wrong',
      ...(charged ? { audit: { patientId: charged.patient_id, details: { accessCode: charged.id } } } : {}),
      write: voidWhenSpent(cx, codeIndex),
    } as const
    if (!charged || !isRight) return wrong

    const state = codeState(charged, cx.now)
    const holder = charged.representative_sealed ? 'representative' : 'patient'
    const mayHold = mayHoldCode(holder, ageOn(birth.date, cx.now, firstZone))
    if (state === 'void' || charged.status !== 'active' || !mayHold) return wrong
    const redemption = await findRedemption(db, charged.id)
    if (!redemption) return wrong
    const opened = await openRecordOf(db, sealer, redemption, cx.now)

    const audit = { patientId: charged.patient_id, details: { accessCode: charged.id } }
    if (state !== 'live') return { kind: 'retry', problem: `access-code-${state}`, audit }
    if (opened.proof.kind === 'impossible') return { kind: 'deny', problem: 'activation-no-contact', audit }
    return {
      kind: 'advance',
      facts: { code: { id: charged.id, patient: charged.patient_id, organization: charged.organization_id } },
      audit,
    }
  },
})

/** Where a calendar date begins first: whose clock counts is not known before the record is. */
const firstZone = 'Pacific/Kiritimati'
const today = (cx: StepContext): string => localDate(cx.now, firstZone)

/** Wrong dates that void a code (DOMAIN "Access-code activation"). */
const triesOf = (cx: StepContext): number => cx.house.settings.codes.access_code_tries

/** Organisations are walls: where one was named, by portal or link, its codes only; else the code says whose it is. */
const isInReach = (cx: StepContext, code: ChargedCode): boolean =>
  !cx.ask.organizationGiven || code.organization_id === cx.ask.organization

/**
 * The same statement after every refusal. The one that spends the last try also tells the contact of record: that
 * difference in work shows once in a code's life, to somebody who already held the code.
 */
const voidWhenSpent =
  (cx: StepContext, codeIndex: Buffer): Write =>
  async tx => {
    const spent = await updateAccessCodeVoidWhenSpent(tx, codeIndex, triesOf(cx), cx.now)
    if (spent && codeState({ ...spent, voided_at: null }, cx.now) === 'live')
      await tellCodeIsVoid(tx, cx.house, spent.id, cx.now)
  }
