import { open } from 'node:fs/promises'
import type { Command } from 'commander'
import { accountRejections } from '../../core/account-import.ts'
import { importAccounts } from '../../operations/account-import.ts'
import { type CliContext, CliError, withHouse } from '../context.ts'

/** `accounts import FILE` */
export function addAccounts(program: Command, context: CliContext): void {
  program
    .command('accounts')
    .description('accounts of another system')
    .command('import')
    .description('take accounts with their password hashes; running it twice changes nothing')
    .argument('<file>', 'one JSON object a line (docs/operators.md)')
    .option('--json', 'report as JSON')
    .action(async (file: string, options: { readonly json?: true }) => {
      // opened here: a stream that fails before it is read would fail for nobody to see
      const opened = await open(file).catch((fault: NodeJS.ErrnoException) => {
        throw new CliError(`${file}: cannot be read (${fault.code})`)
      })
      const report = await withHouse(context, ({ house }) =>
        importAccounts(house, { input: opened.createReadStream(), actor: context.actor }),
      ).finally(() => opened.close())
      if (options.json) context.out(JSON.stringify(report))
      else {
        for (const { line, reason } of report.rejected) context.err(`${file}:${line}: ${accountRejections[reason]}`)
        context.out(`${report.created} created, ${report.unchanged} unchanged, ${report.rejectedCount} rejected.`)
      }
      const { rejectedCount: count } = report
      if (count > 0) throw new CliError(`${count} ${count === 1 ? 'line was' : 'lines were'} not taken.`)
    })
}
