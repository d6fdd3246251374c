import type { InsurerObject } from '../../core/objects/insurer.ts'
import { addSeconds, days } from '../../platform/index.ts'
import { findNewestMetadata } from '../../store/insurer-metadata.ts'
import { findInsurers } from '../../store/insurers.ts'
import { type Check, type Examined, type Finding, failed, fine, warning } from './contract.ts'

const noticeDays = 30

/** Whether every insurer that people see can be asked, and what it says of its certificates. */
export const insurersCheck: Check<Examined> = {
  name: 'insurers',
  after: ['wrapping-keys'],
  async run(examined) {
    const all = (await findInsurers(examined.db, await examined.sealer())).map(({ object }) => object)
    const seen = all.filter(({ enabled }) => enabled)
    if (seen.length === 0) return [fine('no insurer is offered')]
    return Promise.all(seen.map(insurer => findingOf(examined, insurer)))
  },
}

async function findingOf({ db, inspect, at }: Examined, insurer: InsurerObject): Promise<Finding> {
  const { id } = insurer
  const found = await inspect(insurer)
  if (found.kind === 'refused') {
    const kept = await findNewestMetadata(db, id)
    const copy = kept ? `; the last copy is of ${kept.toISOString()}` : ''
    return failed(
      `${id} cannot be asked (${found.reason})${copy}`,
      `compare its addresses with the insurer, run "vestibule insurer test ${id}", or set enabled: false`,
    )
  }
  const ends = found.metadata.certificates.map(({ notAfter }) => notAfter.getTime())
  if (ends.length === 0) return fine(`${id} answers`)
  const last = new Date(Math.max(...ends))
  const day = last.toISOString().slice(0, 10)
  const fix = `ask ${insurer.name} for metadata with its next certificate`
  if (last <= at) return failed(`the last certificate of ${id} ended on ${day}: nobody can sign in with it`, fix)
  return last <= addSeconds(at, days(noticeDays))
    ? warning(`the last certificate of ${id} ends on ${day}`, fix)
    : fine(`${id} answers; its certificate ends on ${day}`)
}
