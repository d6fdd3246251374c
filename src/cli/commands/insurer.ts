import type { Command } from 'commander'
import { connectorOf, federationAddresses } from '../../connectors/index.ts'
import type { InsurerObject } from '../../core/objects/insurer.ts'
import { applyObjects } from '../../operations/config.ts'
import type { House } from '../../operations/house.ts'
import { makeInsurerTest } from '../../operations/insurer-tests.ts'
import { readObjectFiles } from '../../operations/object-files.ts'
import { now } from '../../platform/index.ts'
import { problemText } from '../../settings/index.ts'
import { findInsurer, findInsurers } from '../../store/insurers.ts'
import { type CliContext, CliError, withHouse } from '../context.ts'

/** `insurer add|test|list`: health insurers whose members sign in with them. */
export function addInsurer(program: Command, context: CliContext): void {
  const insurer = program.command('insurer').description('health insurers whose members sign in with them')
  insurer
    .command('add')
    .description('bring insurers from object files into the database, and say what to register there')
    .argument('<files...>', 'YAML files; objects of other kinds in them are passed over')
    .action(async (files: string[]) => {
      const read = readObjectFiles(files, context.env)
      const objects = read.objects.filter(({ kind }) => kind === 'insurer')
      if (read.problems.length > 0) throw new CliError(read.problems.map(problemText).join('\n'))
      if (objects.length === 0) throw new CliError('these files describe no insurer: kind: insurer')
      await withHouse(context, async ({ house }) => {
        const result = await applyObjects(house, objects, context.actor)
        if (result.kind === 'refused') throw new CliError(result.problems.map(problemText).join('\n'))
        for (const { id } of objects) {
          const change = result.changes.find(each => each.id === id)
          context.out(`${id}: ${change ? `${change.action}d` : 'nothing to change'}`)
          const row = await findInsurer(house.db, house.sealer, id)
          if (row) for (const line of await about(house, row.object)) context.out(`  ${line}`)
        }
      })
    })
  insurer
    .command('test')
    .description('make a link for one real sign-in that shows what comes of it and keeps nothing')
    .argument('<id>', 'the insurer')
    .action((id: string) =>
      withHouse(context, async ({ house }) => {
        const made = await makeInsurerTest(house, { insurer: id, actor: context.actor }, now())
        if (!made) throw new CliError(`there is no insurer ${id}: look at "insurer list"`)
        const row = await findInsurer(house.db, house.sealer, id)
        if (row) for (const line of await reached(house, row.object)) context.out(line)
        context.out('Open this link once, in a browser, within an hour, and sign in as a member would:')
        context.out(made.link)
      }),
    )
  insurer
    .command('list')
    .description('every insurer, and where it is offered')
    .option('--json', 'answer as JSON')
    .action((options: { json?: true }) =>
      withHouse(context, async ({ house }) => {
        const all = (await findInsurers(house.db, house.sealer)).map(({ object }) => summaryOf(object))
        if (options.json) return context.out(JSON.stringify(all, undefined, 2))
        if (all.length === 0) context.out('There are no insurers.')
        for (const { id, name, protocol, enabled, organizations } of all)
          context.out(
            `${id}  ${name}  ${protocol}  ${enabled ? 'on' : 'off'}  ${organizations?.join(', ') ?? 'every organization'}`,
          )
      }),
    )
}

const summaryOf = ({ id, name, protocol, enabled, organizations, clients }: InsurerObject) => ({
  id,
  name,
  protocol,
  enabled,
  ...(organizations ? { organizations } : {}),
  ...(clients ? { clients } : {}),
})

/** What the insurer has to register, and whether it can be reached. */
async function about(house: House, insurer: InsurerObject): Promise<readonly string[]> {
  const addresses = federationAddresses(house.settings.issuer, insurer.id)
  const register =
    insurer.protocol === 'oidc'
      ? [`redirect URI   ${addresses.callback}`, `our keys       ${house.settings.issuer}/jwks`]
      : [`our metadata   ${addresses.metadata}`, `answers go to  ${addresses.acs}`]
  return [...register, ...(await reached(house, insurer))]
}

async function reached(house: House, insurer: InsurerObject): Promise<readonly string[]> {
  const found = await connectorOf(insurer.protocol).refresh({ house, now: now() }, insurer)
  if (found.kind === 'refused') return [`not reached: ${found.problem} (${found.reason})`]
  const { issuer, endpoints, certificates } = found.metadata
  return [
    `issuer         ${issuer}`,
    ...endpoints.map(([name, address]) => `${name.padEnd(14)} ${address}`),
    ...certificates.map(
      ({ fingerprint, notAfter }) => `certificate    ${fingerprint} until ${notAfter.toISOString().slice(0, 10)}`,
    ),
  ]
}
