import type { Command } from 'commander'
import { initKeys } from '../../operations/signing-keys.ts'
import { findSigningKeys } from '../../store/signing-keys.ts'
import { type CliContext, withHouse } from '../context.ts'

/** `keys init|list`: the keys that sign tokens. */
export function addKeys(program: Command, context: CliContext): void {
  const keys = program.command('keys').description('the keys that sign tokens')
  keys
    .command('init')
    .description('make the first keys, where there are none')
    .action(async () => {
      const made = await withHouse(context, ({ house }) => initKeys(house))
      for (const { kid, algorithm, to } of made) context.out(`${algorithm} ${kid} ${to}`)
      if (made.length === 0) context.out('There are keys already.')
    })
  keys
    .command('list')
    .description('every key with its state')
    .action(async () => {
      const found = await withHouse(context, ({ house }) => findSigningKeys(house.db))
      for (const { kid, algorithm, state, createdAt } of found)
        context.out([algorithm, kid, state, createdAt.toISOString()].join('  '))
      if (found.length === 0) context.out('There are no keys: run "vestibule keys init".')
    })
}
