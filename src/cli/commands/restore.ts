import type { Command } from 'commander'
import { finishRestore } from '../../operations/restore.ts'
import { now } from '../../platform/index.ts'
import { type CliContext, withHouse } from '../context.ts'

/** `restore finish`: makes sessions and codes of a restored backup void. */
export function addRestore(program: Command, context: CliContext): void {
  program
    .command('restore')
    .description('after a backup was restored')
    .command('finish')
    .description('end every session, token, code and link of before: some were used or taken back since the backup')
    .requiredOption('--reason <text>', 'goes into the audit, sealed')
    .action(async ({ reason }: { reason: string }) => {
      const by = { actor: context.actor, reason }
      const ended = await withHouse(context, ({ house }) => finishRestore(house, by, now()))
      for (const [table, count] of Object.entries(ended)) if (count > 0) context.out(`${table}: ${count}`)
      context.out('Everybody signs in anew. Access codes and invitations are to be issued again.')
    })
}
