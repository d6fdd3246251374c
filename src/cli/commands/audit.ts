import type { Command } from 'commander'
import { verifyAudit } from '../../operations/audit-seal.ts'
import { type CliContext, CliError, withHouse } from '../context.ts'

const reasons = {
  altered: 'the event there is not the one that was sealed',
  missing: 'the event there is gone',
  unknown: 'the event there was sealed by somebody else',
  head: 'the record of where the chain begins and ends is gone or was changed',
} as const

/** `audit verify`: whether anything in the audit trail was changed, removed or put in. */
export function addAudit(program: Command, context: CliContext): void {
  program
    .command('audit')
    .description('the audit trail')
    .command('verify')
    .description('follow the whole chain; fails where it is broken')
    .action(async () => {
      const verdict = await withHouse(context, ({ house }) => verifyAudit(house))
      const { checked, unsealedTail, head, firstBad } = verdict
      context.out(`${checked} events are as they were sealed; ${unsealedTail} are not sealed yet.`)
      if (head) context.out(`head ${head.position} ${head.hash}`)
      if (firstBad) throw new CliError(`The chain is broken at ${firstBad.position}: ${reasons[firstBad.reason]}.`)
    })
}
