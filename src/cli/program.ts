import { Command, CommanderError } from 'commander'
import { addAccessCode } from './commands/access-code.ts'
import { addAccount } from './commands/account.ts'
import { addAccounts } from './commands/accounts.ts'
import { addApplication } from './commands/application.ts'
import { addAudit } from './commands/audit.ts'
import { addClient } from './commands/client.ts'
import { addConfig } from './commands/config.ts'
import { addDoctor } from './commands/doctor.ts'
import { addInsurer } from './commands/insurer.ts'
import { addInvitation } from './commands/invitation.ts'
import { addKeys } from './commands/keys.ts'
import { addMatch } from './commands/match.ts'
import { addMigrate } from './commands/migrate.ts'
import { addOperator } from './commands/operator.ts'
import { addPatients } from './commands/patients.ts'
import { addProspect } from './commands/prospect.ts'
import { addPurge } from './commands/purge.ts'
import { addRestore } from './commands/restore.ts'
import { addServe } from './commands/serve.ts'
import { type CliContext, faultText } from './context.ts'

/** Every command, in the order of the help page. A new one is a file and a line. */
const commands = [
  addServe,
  addMigrate,
  addDoctor,
  addConfig,
  addClient,
  addInsurer,
  addKeys,
  addPatients,
  addAccounts,
  addMatch,
  addAccessCode,
  addInvitation,
  addAccount,
  addOperator,
  addProspect,
  addApplication,
  addAudit,
  addPurge,
  addRestore,
]

/** @returns the exit status: 0 done, 1 failed, 2 "plan has changes" */
export async function runCli(args: readonly string[], context: CliContext): Promise<number> {
  const write = (line: (text: string) => void) => (text: string) => line(text.replace(/\n$/, ''))
  const program = new Command('vestibule')
    .description('Operates an installation of Vestibule. Settings: docs/settings.md.')
    .exitOverride()
    .configureOutput({ writeOut: write(context.out), writeErr: write(context.err) })
  let status = 0
  const exit = (wanted: number): void => {
    status = wanted
  }
  for (const add of commands) add(program, { ...context, exit })
  try {
    await program.parseAsync([...args], { from: 'user' })
    return status
  } catch (fault) {
    if (fault instanceof CommanderError) return fault.exitCode === 0 ? 0 : 1
    context.err(faultText(fault))
    return 1
  }
}
