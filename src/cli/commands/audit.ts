import type { Command } from 'commander'
import { verifyAudit } from '../../operations/audit-seal.ts'
import { searchAudit } from '../../operations/audit-search.ts'
import { type CliContext, CliError, withHouse } from '../context.ts'
import { addAuditExport } from './audit-export.ts'
import { codeOf, idOf } from './audit-filters.ts'

const reasons = {
  altered: 'the event there is not the one that was sealed',
  missing: 'the event there is gone',
  unknown: 'the event there was sealed by somebody else',
  head: 'the record of where the chain begins and ends is gone or was changed',
} as const

/** `audit search|export|verify`: what happened, and whether anything in the trail was changed, removed or put in. */
export function addAudit(program: Command, context: CliContext): void {
  const audit = program.command('audit').description('the audit trail')
  audit
    .command('search')
    .description('what happened in one journey, or to one account')
    .option('--reference <code>', 'the code that a page of trouble showed')
    .option('--account <id>', 'the account that it is about')
    .option('--limit <number>', 'the newest so many', '100')
    .option('--details', 'open what is sealed, such as network addresses; that is recorded')
    .action(async (options: SearchOptions) => {
      const question = { filter: filterOf(options), limit: limitOf(options), details: options.details === true }
      const events = await withHouse(context, ({ house }) => searchAudit(house, { ...question, actor: context.actor }))
      for (const { at, type, outcome, organization, client, reference, details } of events) {
        const parts = [at.toISOString(), type, outcome, organization ?? '-', client ?? '-', reference ?? '-']
        context.out([...parts, ...(details ? [JSON.stringify(details)] : [])].join('  '))
      }
      if (events.length === 0)
        context.out('No event is kept for it. A page that belongs to no journey is in the log alone: search that.')
    })
  addAuditExport(audit, context)
  audit
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

interface SearchOptions {
  readonly reference?: string
  readonly account?: string
  readonly limit: string
  readonly details?: boolean
}

function filterOf({ reference, account }: SearchOptions): { reference: string } | { accountId: string } {
  if ((reference === undefined) === (account === undefined)) throw new CliError('Name one of --reference or --account.')
  if (account !== undefined) return { accountId: idOf(account, 'an account id') }
  return { reference: codeOf(reference ?? '') }
}

function limitOf({ limit }: SearchOptions): number {
  const wanted = Number(limit)
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > 10_000)
    throw new CliError('--limit is a number between 1 and 10000.')
  return wanted
}
