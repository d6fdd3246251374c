import type { Command } from 'commander'
import { newClientSecret, rotateClientSecret } from '../../operations/client-secrets.ts'
import { type EditRefusal, editObject } from '../../operations/object-edits.ts'
import { problemText } from '../../settings/index.ts'
import { type CliContext, CliError, withHouse } from '../context.ts'

interface CreateOptions {
  readonly name: string
  readonly nameEs?: string
  readonly organization?: string
  readonly redirectUri: readonly string[]
  readonly scope: readonly string[]
  readonly public?: true
  readonly native?: true
}

const refusals: Readonly<Record<Exclude<EditRefusal, 'invalid'>, string>> = {
  exists: 'there is a client of this id already: change it with "config apply"',
  unknown: 'there is no such client',
  'managed-by-file': 'a file keeps this client: change it there, and "config apply"',
  'changed-meanwhile': 'somebody else changed it at the same time: try again',
}
const collect = (value: string, before: readonly string[]): string[] => [...before, value]

/** `client create|rotate-secret`: relying parties by hand; files do the same with more choice. */
export function addClient(program: Command, context: CliContext): void {
  const client = program.command('client').description('portals and apps that sign people in here')
  client
    .command('create')
    .description('register one, and print its secret once; "config apply" has every setting')
    .argument('<id>', 'its client_id')
    .requiredOption('--name <text>', 'as people see it')
    .option('--name-es <text>', 'the same in Spanish')
    .option('--organization <id>', 'whose portal it is')
    .option('--redirect-uri <uri>', 'where it gets answers; may stand several times', collect, [])
    .option('--scope <scope>', 'besides openid; may stand several times', collect, [])
    .option('--public', 'it can keep no secret: an app in a browser or on a phone')
    .option('--native', 'it is an app on a phone or a computer')
    .action((id: string, options: CreateOptions) =>
      withHouse(context, async ({ house }) => {
        const secret = options.public ? undefined : newClientSecret(house)
        const value = {
          name: { en: options.name, ...(options.nameEs ? { es: options.nameEs } : {}) },
          ...(options.organization ? { organization: options.organization } : {}),
          redirect_uris: options.redirectUri,
          scopes: [...new Set(['openid', ...options.scope])],
          ...(options.native ? { application_type: 'native' } : {}),
          auth: secret ? { method: 'client_secret_basic', secrets: [secret] } : { method: 'none' },
        }
        const made = await editObject(house, { kind: 'client', id, value, expected: 'new', actor: context.actor })
        if (made.kind === 'refused')
          throw new CliError(
            made.problem === 'invalid' ? made.problems.map(problemText).join('\n') : refusals[made.problem],
          )
        context.out(`client_id      ${id}`)
        if (secret) context.out(`client_secret  ${secret}`)
        if (secret) context.err('The secret is shown this once.')
      }),
    )
  client
    .command('rotate-secret')
    .description('print a new secret once; the one before works until the next rotation')
    .argument('<id>', 'its client_id')
    .option('--now', 'the one before ends at once: for one that has leaked')
    .action((id: string, options: { now?: true }) =>
      withHouse(context, async ({ house }) => {
        const rotated = await rotateClientSecret(house, id, { now: options.now === true, actor: context.actor })
        if (rotated.kind === 'refused')
          throw new CliError(
            rotated.problem === 'unknown' ? `there is no client ${id}` : `the client ${id} has no secret to rotate`,
          )
        context.out(`client_secret  ${rotated.secret}`)
        context.err(
          'The secret is shown this once. Where a file names it, put it there too: "config plan" shows the difference.',
        )
      }),
    )
}
