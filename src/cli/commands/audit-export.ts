import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { Command } from 'commander'
import { type AuditExportQuestion, type AuditFormat, auditFormats, exportAudit } from '../../operations/audit-export.ts'
import { type CliContext, CliError, withHouse } from '../context.ts'
import { codeOf, idOf, momentOf } from './audit-filters.ts'

interface ExportOptions {
  readonly format: string
  readonly out?: string
  readonly account?: string
  readonly patient?: string
  readonly actor?: string
  readonly client?: string
  readonly organization?: string
  readonly reference?: string
  readonly type?: string
  readonly since?: string
  readonly until?: string
}

/** `audit export`: the trail as a file; without details, which stay sealed. */
export function addAuditExport(audit: Command, context: CliContext): void {
  audit
    .command('export')
    .description('the whole trail as a file, newest first, or what fits; that it was taken is recorded')
    .option('--format <format>', auditFormats.join(' or '), 'ndjson')
    .option('--out <file>', 'a new file, for nobody else to read; standard output where left out')
    .option('--account <id>', 'the account that it is about')
    .option('--patient <id>', 'the record that it is about')
    .option('--actor <actor>', 'who did it, such as client:batch')
    .option('--client <id>', 'the portal or program that it came by')
    .option('--organization <id>', 'the organization')
    .option('--reference <code>', 'the code that a page of trouble showed')
    .option('--type <type>', 'such as access-code.issued')
    .option('--since <moment>', 'from then on')
    .option('--until <moment>', 'before then')
    .action(async (options: ExportOptions) => {
      const [format, question] = [formatOf(options), questionOf(options)]
      const { actor } = context
      await withHouse(context, async ({ house }) => {
        const text = await exportAudit(house, question, format, { actor })
        if (options.out === undefined) return context.stream(text)
        await pipeline(text, createWriteStream(options.out, { flags: 'wx', mode: 0o600 }))
        context.out(`The events are in ${options.out}.`)
      })
    })
}

function formatOf({ format }: ExportOptions): AuditFormat {
  const known = auditFormats.find(each => each === format)
  if (!known) throw new CliError(`--format is ${auditFormats.join(' or ')}.`)
  return known
}

function questionOf(options: ExportOptions): AuditExportQuestion {
  const { account, patient, actor, client, organization, reference, type, since, until } = options
  return {
    ...(account === undefined ? {} : { account: idOf(account, 'an account id') }),
    ...(patient === undefined ? {} : { patient: idOf(patient, 'an id of a record') }),
    ...(reference === undefined ? {} : { reference: codeOf(reference) }),
    ...(actor === undefined ? {} : { actor }),
    ...(client === undefined ? {} : { client }),
    ...(type === undefined ? {} : { type }),
    ...(organization === undefined ? {} : { within: [organization] }),
    ...(since === undefined ? {} : { since: momentOf(since, '--since') }),
    ...(until === undefined ? {} : { until: momentOf(until, '--until') }),
  }
}
