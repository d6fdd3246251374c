import type { House } from '../../operations/house.ts'
import { addSeconds, days, now } from '../../platform/index.ts'
import { claimIdempotencyKey, type KeptAnswer, keepIdempotentAnswer } from '../../store/idempotent-answers.ts'
import type { Caller, StreamAnswer } from './contract.ts'
import type { ApiRequest } from './dispatch.ts'
import { Problem } from './problems.ts'

const keptFor = days(1)

/** The same key again gets the same answer; a refusal frees it. @throws Problem */
export async function answerOnce(
  house: House,
  request: ApiRequest,
  { text, caller }: { readonly text: string; readonly caller: Caller },
  work: () => Promise<KeptAnswer | StreamAnswer>,
) {
  const { idempotencyKey: key, method, path, querystring, ifMatch, contentLength } = request
  if (!/^[\x21-\x7e]{1,255}$/.test(key))
    throw new Problem('invalid-request', {
      errors: [{ path: 'header.idempotency-key', message: 'has 1 to 255 visible characters' }],
    })
  const at = now()
  const asked = {
    key: `${caller.actor}\n${key}`,
    request: [method, path, querystring, ifMatch, contentLength, text].join('\n'),
  }
  const claim = await claimIdempotencyKey(house.db, house.sealer, asked, { at, expiresAt: addSeconds(at, keptFor) })
  if (claim.kind === 'other') throw new Problem('idempotency-key-reused')
  if (claim.kind === 'at-work') throw new Problem('idempotency-at-work', { headers: { 'retry-after': '1' } })
  if (claim.kind === 'repeat') return { kind: 'answer', answer: claim.answer, isRepeat: true } as const
  let answer: KeptAnswer | StreamAnswer
  try {
    answer = await work()
  } catch (error) {
    // a refusal has changed nothing: the same may be tried again when what was missing is there; of a fault nobody knows
    if (error instanceof Problem && error.status < 500)
      await keepIdempotentAnswer(house.db, house.sealer, asked, undefined)
    throw error
  }
  await keepIdempotentAnswer(house.db, house.sealer, asked, 'stream' in answer ? undefined : answer)
  return 'stream' in answer
    ? ({ kind: 'stream', answer } as const)
    : ({ kind: 'answer', answer, isRepeat: false } as const)
}
