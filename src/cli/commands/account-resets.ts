import type { Command } from 'commander'
import { findResetsOf, requestFactorReset, stopFactorResetByStaff } from '../../operations/factor-resets.ts'
import { now } from '../../platform/index.ts'
import { type CliContext, CliError, withHouse } from '../context.ts'
import { caseOf, type StaffOptions, staffOf } from './account.ts'
import { accountMeant } from './account-view.ts'
import { explained } from './help-desk-words.ts'

/** A factor that its owner lost: asked for here, where it waits; a second person confirms only where they signed in. */
export function addFactorResets(
  add: (name: string, description: string) => Command,
  addAct: (name: string, description: string) => Command,
  context: CliContext,
): void {
  addAct('reset-factor', 'take away a way to confirm that the person lost: after a day, which they can stop')
    .requiredOption('--factor <kind>', 'one of those that "account show" prints, or "all"')
    .action((options: StaffOptions & { factor: string }) =>
      withHouse(context, async ({ house }) => {
        const aim = { ...(await caseOf(house, options, context)), factor: options.factor }
        const asked = await requestFactorReset(house, aim, staffOf(options, context), now())
        if (asked.kind === 'refused') throw new CliError(explained(asked.problem))
        context.out(`It is done at ${asked.readyAt.toISOString()}. The person was told at every contact.`)
        context.out(`To call it off: account resets --cancel ${asked.id}`)
      }),
    )

  add('resets', 'what was asked to be taken away, and what became of it; with --cancel call one off')
    .option('--cancel <id>', 'the id of one that waits')
    .action((options: StaffOptions & { cancel?: string }) =>
      withHouse(context, async ({ house }) => {
        const staff = staffOf(options, context)
        const { id: accountId } = await accountMeant(house, options, staff)
        if (options.cancel !== undefined) {
          if (!/^[0-9a-f-]{36}$/i.test(options.cancel)) throw new CliError(explained('reset-unknown'))
          const stopped = await stopFactorResetByStaff(house, { accountId, resetId: options.cancel }, staff, now())
          if (stopped.kind === 'refused') throw new CliError(explained(stopped.problem))
          context.out('Called off. The person was told at every contact.')
          return
        }
        const resets = (await findResetsOf(house, { accountId, organization: staff.organization }, now())) ?? []
        for (const { id, factor, outcome, readyAt, details } of resets)
          context.out(
            `reset     ${id}  ${factor}  ${outcome ?? `waits until ${readyAt.toISOString()}`}  by ${details.operator}`,
          )
        if (resets.length === 0) context.out('resets    none')
      }),
    )
}
