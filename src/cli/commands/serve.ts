import type { Command } from 'commander'
import { type CliContext, settingsOf } from '../context.ts'

/** `serve`: one instance, until SIGTERM or SIGINT. It never migrates and never applies objects. */
export function addServe(program: Command, context: CliContext): void {
  program
    .command('serve')
    .description('run one instance')
    .action(async () => {
      const settings = settingsOf(context)
      const { createApp } = await import('../../app.ts')
      const app = await createApp(settings)
      const { port, operationsPort } = await app.start()
      context.err(`Vestibule answers on port ${port}, health and metrics on ${operationsPort}.`)
      await new Promise<void>(resolve => {
        for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve())
      })
      await app.stop()
    })
}
