import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Command } from 'commander'
import { exportObjects } from '../../operations/object-export.ts'
import { type CliContext, CliError, withHouse } from '../context.ts'

const isFolder = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? !/\.ya?ml$/.test(path)

/** `config export [FILE|DIR]`: what the database holds, as files that read back the same. */
export function addConfigExport(config: Command, context: CliContext): void {
  config
    .command('export')
    .description('write every object as files; secrets become env:NAME, never values')
    .argument('[target]', 'a YAML file, or a folder for one file a kind; standard output where left out')
    .action(async (target: string | undefined) => {
      const { kinds, files, variables } = await withHouse(context, ({ house }) => exportObjects(house.db, house))
      const whole = kinds.map(({ text }) => text).join('---\n')
      if (target === undefined) {
        const [beside] = files
        if (beside) throw new CliError(`${beside.name} has to stand beside the objects: name a file or a folder`)
        context.out(whole.replace(/\n$/, ''))
      } else {
        const folder = isFolder(target) ? target : dirname(target)
        const written = isFolder(target)
          ? kinds.map(({ kind, text }) => ({ name: `${kind}.yaml`, text }))
          : [{ name: basename(target), text: whole }]
        mkdirSync(folder, { recursive: true })
        for (const { name, text } of [...written, ...files]) {
          writeFileSync(join(folder, name), text)
          context.err(`${join(folder, name)} written`)
        }
      }
      if (variables.length > 0)
        context.err(`Secrets stand in these files as references; set before you apply: ${variables.join(', ')}`)
    })
}
