import type { Command } from 'commander'
import { findOrMakeSamlKeys, rotateSamlKeys, type SamlKeyStep } from '../../connectors/index.ts'
import { now } from '../../platform/index.ts'
import { type CliContext, withHouse } from '../context.ts'

const steps: Readonly<Record<SamlKeyStep, { readonly does: string; readonly done: string; readonly nothing: string }>> =
  {
    publish: {
      does: 'make the next key and put its certificate into our metadata, beside the one in use',
      done: 'Published. Activate it once every SAML insurer has loaded our metadata.',
      nothing: 'The next key is published already.',
    },
    activate: {
      does: 'sign with the next key; the one before still opens what was encrypted for it',
      done: 'In use. Retire the one before once no insurer encrypts for it.',
      nothing: 'There is no next key: publish one first.',
    },
    retire: {
      does: 'take the keys before out of our metadata, and forget them',
      done: 'Retired.',
      nothing: 'There is no key to retire.',
    },
  }

/** `keys saml list|publish|activate|retire`: the key pair that SAML insurers know us by, rolled over by hand. */
export function addSamlKeys(keys: Command, context: CliContext): void {
  const saml = keys.command('saml').description('the keys that SAML insurers know us by')
  saml
    .command('list')
    .description('every key in our metadata, and when its certificate ends')
    .action(async () => {
      const found = await withHouse(context, ({ house }) => findOrMakeSamlKeys(house, now()))
      for (const { id, state, notAfter } of found) context.out([id, state, notAfter.toISOString()].join('  '))
    })
  for (const step of Object.keys(steps) as SamlKeyStep[]) {
    const { does, done, nothing } = steps[step]
    saml
      .command(step)
      .description(does)
      .action(async () => {
        const hasChanged = await withHouse(context, ({ house }) =>
          rotateSamlKeys(house, now(), { step, actor: context.actor }),
        )
        context.out(hasChanged ? done : nothing)
      })
  }
}
