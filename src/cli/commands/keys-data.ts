import type { Command } from 'commander'
import { knownAfterSeconds, rotateDataKey } from '../../operations/data-keys.ts'
import { now } from '../../platform/index.ts'
import { findDataKeys } from '../../store/data-keys.ts'
import { type CliContext, withHouse } from '../context.ts'

/** `keys data list|rotate`: the keys that seal and index what is in the database. */
export function addDataKeys(keys: Command, context: CliContext): void {
  const data = keys.command('data').description('the keys that seal what is in the database')
  data
    .command('list')
    .description('every key with its state, and which wrapping key of the settings wraps it')
    .action(async () => {
      const found = await withHouse(context, ({ house }) => findDataKeys(house.db))
      for (const key of found) {
        const since = key.changed_at ?? key.created_at
        context.out([key.id, key.use, key.state, since.toISOString(), key.wrapping_key].join('  '))
      }
    })
  data
    .command('rotate')
    .description('make a new sealing key; servers seal everything anew with it, and then forget the old one')
    .action(async () => {
      const isMade = await withHouse(context, ({ house }) => rotateDataKey(house, now(), context.actor))
      context.out(
        isMade
          ? `Made. It seals in ${knownAfterSeconds} seconds, once every server knows it; "keys data list" shows the rest.`
          : 'A new key is waiting already.',
      )
    })
}
