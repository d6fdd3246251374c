import { addSeconds, minutes } from '../../platform/index.ts'
import { findOldestUnsealed } from '../../store/audit.ts'
import { isAuditHeadIntact } from '../audit-seal.ts'
import { type Check, type Examined, type Finding, failed, fine } from './contract.ts'

/** The sealer runs every few seconds. */
const patience = minutes(2)

/** The end of the audit chain: not altered, and young. Following it whole is `vestibule audit verify`. */
export const auditCheck: Check<Examined> = {
  name: 'audit',
  after: ['wrapping-keys'],
  async run({ db, sealer, at }) {
    const findings: Finding[] = []
    if (!(await isAuditHeadIntact({ db, sealer: await sealer() })))
      findings.push(
        failed(
          'the end of the audit chain is not as it was sealed',
          'keep the database as it is, run "vestibule audit verify", and find out who had access',
        ),
      )
    const oldest = await findOldestUnsealed(db)
    if (oldest && oldest < addSeconds(at, -patience))
      findings.push(
        failed(
          `events since ${oldest.toISOString()} are not in the audit chain`,
          'start an instance that takes jobs ("vestibule serve"); where one runs, look for "seal-audit" in its log',
        ),
      )
    return findings.length > 0 ? findings : [fine('the end of the chain is intact, and nothing waits for long')]
  },
}
