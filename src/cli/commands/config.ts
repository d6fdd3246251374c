import type { Command } from 'commander'
import { applyObjects } from '../../operations/config.ts'
import { readObjectFiles } from '../../operations/object-files.ts'
import { looserPolicies } from '../../operations/policies.ts'
import { now } from '../../platform/index.ts'
import { type LocatedProblem, problemText } from '../../settings/index.ts'
import { type CliContext, CliError, withHouse } from '../context.ts'

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

const report = (problems: readonly LocatedProblem[]): CliError =>
  new CliError([...problems.map(problemText), `${plural(problems.length, 'problem')} found.`].join('\n'))

/** `config validate|apply FILES…`: clients, organisations, policies and other objects as files. */
export function addConfig(program: Command, context: CliContext): void {
  const config = program.command('config').description('objects described by files: clients, organisations, policies')
  config
    .command('validate')
    .description('check object files, without a database')
    .argument('<files...>', 'YAML files, several documents each')
    .action((files: string[]) => {
      const { objects, problems: misread } = readObjectFiles(files)
      const problems = misread.length > 0 ? misread : looserPolicies(objects, [], now())
      if (problems.length > 0) throw report(problems)
      context.out(`${plural(objects.length, 'object')} in ${plural(files.length, 'file')}: no problems.`)
    })
  config
    .command('apply')
    .description('bring object files into the database; twice is the same as once')
    .argument('<files...>', 'YAML files, several documents each')
    .action(async (files: string[]) => {
      const { objects, problems } = readObjectFiles(files, context.env)
      if (problems.length > 0) throw report(problems)
      const result = await withHouse(context, ({ house }) => applyObjects(house, objects, context.actor))
      if (result.kind === 'refused') throw report(result.problems)
      for (const { action, kind, id, keys } of result.changes)
        context.out(`${action} ${kind} ${id}${keys.length > 0 ? `: ${keys.join(', ')}` : ''}`)
      if (result.changes.length === 0) context.out('Nothing to change.')
    })
}
