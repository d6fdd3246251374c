import { timingSafeEqual } from 'node:crypto'
import type { Language } from '../core/index.ts'
import { addSeconds, newDigits, newId } from '../platform/index.ts'
import { chargeFailure, deleteFailureBudget } from '../store/failure-budgets.ts'
import type { Transaction } from '../store/index.ts'
import { chargeVerification, consumeVerification, createVerification } from '../store/verifications.ts'
import type { House } from './house.ts'
import { maySend, type Sending } from './sending.ts'

/** `isDecoy`: nobody is there; the same work is done, and nothing is ever sent or right. */
export interface CodeRequest extends Sending {
  readonly factor: string
  readonly purpose: string
  readonly flowId: string
  readonly language: Language
  readonly accountId?: string
  readonly patientId?: string
  /** `caller-code`: read back to the help desk on the phone. */
  readonly template?: 'caller-code'
  /** Where the journey is gone on with: a mail carries it beside the code. */
  readonly link?: string
}
export type CodeAnswer = Pick<CodeRequest, 'factor' | 'purpose' | 'flowId' | 'subject'> & { readonly code: string }

// The row's id is part of it: a database reader cannot move one row's hash to another.
const secretHash = (house: House, purpose: string, flowId: string, id: string, code: string): Buffer =>
  house.sealer.index(`one-time-code.${purpose}`, `${flowId}|${id}|${code}`)

/** A text and a call reach the same phone: whoever guesses gets no second budget by asking to be called. */
const failureKey = (house: House, factor: string, subject: string): Buffer =>
  house.sealer.index(`failures.${factor === 'voice-code' ? 'text-code' : factor}`, subject)

/**
 * Makes a one-time code and its message. Budgets of sending are charged in the transaction that sends: of two tabs or a
 * double press one is undone, and it must not have used up what the other needs. Over a limit nothing is sent, and
 * nobody is told, since the page must say the same to a stranger who probes it.
 * @returns the write that makes it the newest and enqueues it
 */
export async function prepareCode(
  house: House,
  request: CodeRequest,
  at: Date,
): Promise<(tx: Transaction) => Promise<void>> {
  const { codes } = house.settings
  const id = newId()
  // a decoy's code is none that could be typed
  const code = newDigits(house.random, request.isDecoy ? 20 : 6)
  const expiresAt = addSeconds(at, codes.ttl_seconds)
  return async tx => {
    if (!(await maySend(tx, house, request))) return
    await createVerification(
      tx,
      {
        id,
        purpose: request.purpose,
        flowId: request.flowId,
        factor: request.factor,
        ...(request.accountId ? { accountId: request.accountId } : {}),
        ...(request.patientId ? { patientId: request.patientId } : {}),
        targetIndex: house.sealer.index('verification.target', request.to),
        secretHash: secretHash(house, request.purpose, request.flowId, id, code),
        maxAttempts: codes.tries,
        expiresAt,
      },
      at,
    )
    await house.delivery.enqueue(tx, {
      channel: request.channel,
      to: request.to,
      language: request.language,
      organization: request.organization,
      ...(request.accountId ? { accountId: request.accountId } : {}),
      message: {
        template: request.template ?? 'one-time-code',
        code,
        minutes: Math.round(codes.ttl_seconds / 60),
        ...(request.link ? { link: request.link } : {}),
      },
      // the outbox never sends what has expired
      expiresAt: request.isDecoy ? at : expiresAt,
    })
  }
}

/** Reads "123 456" and "123-456"; undefined where it cannot be a code. */
export function readCode(typed: string): string | undefined {
  const digits = typed.normalize('NFKC').replace(/[\s\-‐-―.]/gu, '')
  return /^\d{6}$/.test(digits) ? digits : undefined
}

export type CodeVerdict =
  | { readonly kind: 'right'; readonly write: (tx: Transaction) => Promise<void> }
  | { readonly kind: 'wrong' }
  /** ten wrong ones in a row: this factor rests */
  | { readonly kind: 'paused' }

/** Thrown in the transaction where another request used the code first; the transaction rolls back. */
export class CodeAlreadyUsed extends Error {
  constructor() {
    super('the code was used by another request')
  }
}

/** Counts the try on the person and on the code, each in one statement, and only then compares. */
export async function checkCode(house: House, answer: CodeAnswer, at: Date): Promise<CodeVerdict> {
  const { lockout } = house.settings
  const key = failureKey(house, answer.factor, answer.subject)
  const rule = { failures: lockout.factor_failures, seconds: lockout.factor_pause_seconds }
  if (!(await chargeFailure(house.db, key, rule, at)).allowed) return { kind: 'paused' }
  const row = await chargeVerification(house.db, answer, at)
  if (!row) return { kind: 'wrong' }
  const given = secretHash(house, answer.purpose, answer.flowId, row.id, answer.code)
  if (!timingSafeEqual(given, row.secretHash)) return { kind: 'wrong' }
  return {
    kind: 'right',
    write: async tx => {
      if (!(await consumeVerification(tx, row.id, at))) throw new CodeAlreadyUsed()
      await deleteFailureBudget(tx, key)
    },
  }
}
