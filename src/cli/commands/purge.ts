import type { Command } from 'commander'
import { purge } from '../../operations/purge.ts'
import { type CliContext, withHouse } from '../context.ts'

/** `purge`: removes what has come to the end of its life; servers do the same by themselves. */
export function addPurge(program: Command, context: CliContext): void {
  program
    .command('purge')
    .description('remove expired rows, in small batches')
    .action(async () => {
      const removed = await withHouse(context, ({ house }) => purge(house))
      const rows = Object.entries(removed).filter(([, count]) => count > 0)
      for (const [table, count] of rows) context.out(`${table}: ${count}`)
      if (rows.length === 0) context.out('Nothing has expired.')
    })
}
