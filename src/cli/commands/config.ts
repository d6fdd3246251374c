import type { Command } from 'commander'
import type { Texts } from '../../core/index.ts'
import { type ApplyOptions, applyObjects, planObjects } from '../../operations/config.ts'
import { type DescribedObject, readObjectFiles } from '../../operations/object-files.ts'
import { looserPolicies } from '../../operations/policies.ts'
import { unfitTexts } from '../../operations/texts.ts'
import { now } from '../../platform/index.ts'
import { type LocatedProblem, problemText } from '../../settings/index.ts'
import { type CliContext, CliError, withHouse } from '../context.ts'
import { addConfigExport } from './config-export.ts'
import { planLines, planNotes } from './config-words.ts'

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

const report = (problems: readonly LocatedProblem[]): CliError =>
  new CliError([...problems.map(problemText), `${plural(problems.length, 'problem')} found.`].join('\n'))

const files = ['<files...>', 'YAML files, several documents each, or folders of them'] as const
const pruning = ['--prune', 'delete objects that files kept and that none of these describes any more'] as const

/** `config validate|plan|apply|export`: clients, organisations, policies and other objects as files. */
export function addConfig(program: Command, context: CliContext): void {
  const config = program.command('config').description('objects described by files: clients, organisations, policies')
  config
    .command('validate')
    .description('check object files, without a database')
    .argument(...files)
    .action(async (named: string[]) => {
      const { objects, problems: misread } = readObjectFiles(named)
      const problems =
        misread.length > 0
          ? misread
          : [...looserPolicies(objects, [], now()), ...unfitTexts(objects, await originalsFor(objects))]
      if (problems.length > 0) throw report(problems)
      context.out(`${plural(objects.length, 'object')} in ${plural(named.length, 'file')}: no problems.`)
    })
  config
    .command('plan')
    .description('show what apply would change, and what was changed elsewhere; exit status 2 where there is something')
    .argument(...files)
    .option(...pruning)
    .action(async (named: string[], options: Pick<ApplyOptions, 'prune'>) => {
      // whoever plans may lack the secrets: those in the database are not shown either
      const { objects, problems, passedOver } = readObjectFiles(named, context.env, { passOverSecrets: true })
      if (problems.length > 0) throw report(problems)
      const plan = await withHouse(context, ({ house }) => planObjects(house, objects, options))
      if (plan.kind === 'refused') throw report(plan.problems)
      for (const secret of passedOver) context.err(`${problemText(secret)}; not compared`)
      for (const note of planNotes(plan, options)) context.err(note)
      for (const line of planLines(plan)) context.out(line)
      if (plan.changes.length > 0) context.exit(2)
    })
  config
    .command('apply')
    .description('bring object files into the database; twice is the same as once')
    .argument(...files)
    .option(...pruning)
    .option('--overwrite', 'also what somebody changed elsewhere since a file wrote it')
    .action(async (named: string[], options: ApplyOptions) => {
      const { objects, problems } = readObjectFiles(named, context.env)
      if (problems.length > 0) throw report(problems)
      const result = await withHouse(context, ({ house }) => applyObjects(house, objects, context.actor, options))
      if (result.kind === 'refused') throw report(result.problems)
      for (const { action, kind, id, keys } of result.changes)
        context.out(`${action} ${kind} ${id}${keys.length > 0 ? `: ${keys.join(', ')}` : ''}`)
      if (result.changes.length === 0) context.out('Nothing to change.')
    })
  addConfigExport(config, context)
}

/** The whole product's texts are loaded only where somebody words one otherwise. */
async function originalsFor(objects: readonly DescribedObject[]): Promise<Texts> {
  if (!objects.some(({ kind }) => kind === 'texts')) return {}
  return (await import('../../house.ts')).pageTexts
}
