import type { Command } from 'commander'
import { keepApart, listDuplicates } from '../../operations/duplicate-records.ts'
import type { StaffAct } from '../../operations/help-desk.ts'
import { type CliContext, CliError, withHouse } from '../context.ts'

interface DuplicatesOptions {
  readonly organization: string
  readonly reason: string
  readonly operator: string
  readonly apart?: string
  readonly json?: true
}

/** `match duplicates`: records that look like one person's, for the clinic to merge. */
export function addDuplicates(match: Command, context: CliContext): void {
  match
    .command('duplicates')
    .description('records that look like one person’s: merge them in your own system, or say that they are two people')
    .requiredOption('--organization <id>', 'whose records')
    .requiredOption('--reason <text>', 'why, for the audit')
    .requiredOption('--operator <name>', 'your own name, for the audit')
    .option('--apart <records>', 'two records, by id with a comma between: you looked, and they are two people')
    .option('--json', 'answer as JSON')
    .action(async (options: DuplicatesOptions) => {
      const act = staffOf(options, context)
      const pair = options.apart === undefined ? undefined : pairOf(options.apart)
      await withHouse(context, async ({ house }) => {
        if (pair) {
          if ((await keepApart(house, pair, act)) === 'unknown')
            throw new CliError('this organisation has no such pair in its list: see "match duplicates"')
          return context.out('Noted: they are two people. The list names them no more.')
        }
        const waiting = await listDuplicates(house, act)
        if (options.json) return context.out(JSON.stringify(waiting))
        if (waiting.length === 0) context.out('No records wait that look like one person’s.')
        for (const { records, foundAt } of waiting)
          context.out(`records ${records.join(' and ')} look like one person’s, since ${foundAt.toISOString()}`)
      })
    })
}

function staffOf({ organization, operator, reason }: DuplicatesOptions, { actor }: CliContext): StaffAct {
  if (reason.trim() === '') throw new CliError('--reason is empty: say why, for the audit')
  if (operator.trim() === '') throw new CliError('--operator is empty: give your own name, for the audit')
  return { actor, operator: operator.trim(), organization, reason: reason.trim() }
}

const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
function pairOf(typed: string): readonly [string, string] {
  const [one = '', other = '', ...more] = typed.split(',').map(each => each.trim().toLowerCase())
  if (more.length > 0 || one === other || ![one, other].every(each => id.test(each)))
    throw new CliError('--apart takes two ids of records, with a comma between')
  return [one, other]
}
