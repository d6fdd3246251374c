import { writeFileSync } from 'node:fs'
import { type Command, Option } from 'commander'
import { normalizeEmail } from '../../core/contacts.ts'
import { type Language, languages } from '../../core/index.ts'
import { type OperatorRole, operatorRoles } from '../../core/operator-access.ts'
import { usablePhone } from '../../core/phones.ts'
import { makeOperator, type OperatorProblem } from '../../operations/operators.ts'
import { now } from '../../platform/index.ts'
import { type CliContext, CliError, withHouse } from '../context.ts'
import { nameOf } from './access-code.ts'
import { openNew, removeUnwritten } from './handed-over.ts'

interface OperatorOptions {
  readonly username: string
  readonly name: string
  readonly email: string
  readonly phone: string
  readonly role: OperatorRole
  readonly organization?: readonly string[]
  readonly language: Language
  readonly reason: string
  readonly out: string
}

const refusals: Readonly<Record<OperatorProblem, string>> = {
  'operator-unknown': 'there is no such operator',
  'username-taken': 'somebody has that username already: choose another',
  'organization-unknown': 'there is no such organization: bring it with "vestibule config apply"',
  'beyond-own-organizations': 'nobody gives more than they have',
  'own-role': 'nobody changes their own role',
  'last-owner': 'the last owner of the installation stays one',
  'changed-meanwhile': 'somebody else changed it at the same time; try again',
}

/** `operator create`: the first owner of an installation, and others where no owner can sign in. */
export function addOperator(program: Command, context: CliContext): void {
  program
    .command('operator')
    .description('who of the staff may use the operator API and the console')
    .command('create')
    .description('make an operator, with a link to hand over that sets the password, once')
    .requiredOption('--username <name>', 'what they sign in with')
    .requiredOption('--name <name>', '"Given Family"')
    .requiredOption('--email <address>', 'where security notices go')
    .requiredOption('--phone <number>', 'their own; the first sign-in sends a code there')
    .addOption(new Option('--role <role>', 'what they may do').choices(operatorRoles).default('owner'))
    .option('--organization <id...>', 'for which organisations; the whole installation where left out')
    .addOption(new Option('--language <language>', 'of their pages').choices(languages).default('en'))
    .requiredOption('--reason <text>', 'why, for the audit')
    .requiredOption('--out <file>', 'where the link is written; it works once, for half an hour')
    .action((options: OperatorOptions) => create(context, options))
}

async function create(context: CliContext, options: OperatorOptions): Promise<void> {
  const { username, name, role, organization, language, reason, out } = options
  const [email, phone] = [normalizeEmail(options.email), usablePhone(options.phone, 'US')]
  if (reason.trim() === '') throw new CliError('--reason is empty: say why, for the audit')
  if (!email) throw new CliError('--email is no email address')
  if (!phone) throw new CliError('--phone is no phone number that gets texts')
  if (!/^[\w.-]{3,64}$/.test(username)) throw new CliError('--username has 3 to 64 letters, digits, dots and dashes')
  await withHouse(context, async ({ house }) => {
    // opened before there is a link: one that could not be written would be lost
    const file = openNew(out)
    const by = { actor: context.actor, reason: reason.trim() }
    const wanted = {
      username,
      name: nameOf(name),
      email,
      phone,
      role,
      language,
      ...(organization ? { organizations: organization } : {}),
    }
    const made = await makeOperator(house, wanted, by, now()).catch((fault: unknown) => {
      removeUnwritten(out)
      throw fault
    })
    if (made.kind === 'refused') {
      removeUnwritten(out)
      throw new CliError(refusals[made.problem])
    }
    writeFileSync(file, `${made.link}\n`)
    context.out(
      `Made. Give them the link in ${out} and delete the file: it works once, until ${made.expiresAt.toISOString()}.`,
    )
    context.out('Every sign-in asks for a second factor: first a code by text, then whatever they add under /account.')
  })
}
