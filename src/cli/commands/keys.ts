import type { Command } from 'commander'
import { findKeyChangeDue, initKeys, rotateKeys } from '../../operations/signing-keys.ts'
import { now } from '../../platform/index.ts'
import { findSigningKeys } from '../../store/signing-keys.ts'
import { type CliContext, withHouse } from '../context.ts'
import { addDataKeys } from './keys-data.ts'
import { addSamlKeys } from './keys-saml.ts'

/** `keys init|list|rotate`: the keys that sign tokens; `keys data …`: those that seal the database; `keys saml …`: for insurers. */
export function addKeys(program: Command, context: CliContext): void {
  const keys = program.command('keys').description('the keys that sign tokens')
  keys
    .command('init')
    .description('make the first keys, where there are none')
    .action(async () => {
      const made = await withHouse(context, ({ house }) => initKeys(house, now(), context.actor))
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
  keys
    .command('rotate')
    .description('publish new keys, which sign once every portal knows them')
    .option('--now', 'they sign at once and the old ones verify nothing more: for a key that has leaked')
    .action(async (options: { now?: boolean }) => {
      const rotated = await withHouse(context, async ({ house }) => ({
        changes: await rotateKeys(house, now(), { now: options.now === true, actor: context.actor }),
        due: await findKeyChangeDue(house),
      }))
      for (const { kid, algorithm, to } of rotated.changes) context.out(`${algorithm} ${kid} ${to}`)
      if (rotated.changes.length === 0) context.out('New keys are published already.')
      if (rotated.due) context.out(`They sign from ${rotated.due.toISOString()}.`)
    })
  addDataKeys(keys, context)
  addSamlKeys(keys, context)
}
