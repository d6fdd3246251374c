import { type Command, Option } from 'commander'
import { z } from 'zod'
import { reasonTexts } from '../../core/matching/index.ts'
import { explainMatch, type MatchRequest, type MatchResult } from '../../operations/matching.ts'
import { type CliContext, CliError, withHouse } from '../context.ts'
import { addDuplicates } from './match-duplicates.ts'
import { addEvaluate } from './match-evaluate.ts'

const sexes = ['female', 'male', 'another', 'undisclosed'] as const
const kinds = ['phone', 'email'] as const

/** What `--stdin` reads; the flags have the same names with dashes. */
const described = z.strictObject({
  given: z.string().default(''),
  family: z.string().default(''),
  suffix: z.string().optional(),
  sex: z.enum(sexes).optional(),
  birth_date: z.iso.date({ error: 'must be a date as YYYY-MM-DD' }),
  phone: z.string().optional(),
  email: z.string().optional(),
  postal_code: z.string().optional(),
})

interface ExplainOptions {
  readonly organization: string
  readonly reason: string
  readonly given?: string
  readonly family?: string
  readonly suffix?: string
  readonly sex?: (typeof sexes)[number]
  readonly birthDate?: string
  readonly phone?: string
  readonly email?: string
  readonly postalCode?: string
  readonly proven: string
  readonly stdin?: true
  readonly json?: true
}

/** `match explain|duplicates|evaluate` */
export function addMatch(program: Command, context: CliContext): void {
  const match = program.command('match').description('which record a person is, by what they say of themself')
  match
    .command('explain')
    .description('why somebody would be connected to a record or not; that it was asked is recorded')
    .requiredOption('--organization <id>', 'organisation in whose registry is looked')
    .requiredOption('--reason <text>', 'why, for the audit')
    .option('--stdin', 'read the person as JSON from standard input: other users of this machine see flags')
    .option('--given <name>', 'first name')
    .option('--family <name>', 'last name, or the only one')
    .option('--suffix <suffix>', 'Jr, Sr, II, III or IV')
    .addOption(new Option('--sex <sex>', 'as the person says').choices(sexes))
    .option('--birth-date <date>', 'YYYY-MM-DD')
    .option('--phone <number>', 'phone')
    .option('--email <address>', 'email')
    .option('--postal-code <code>', 'puts one of several records first')
    .option('--proven <kinds>', 'which of the two the person proved: phone, email, both, or none', 'phone,email')
    .option('--json', 'answer as JSON')
    .action(async (options: ExplainOptions) => {
      const request = requestOf(options, await personOf(options, context))
      const result = await withHouse(context, ({ house }) =>
        explainMatch(house, request, { actor: context.actor, reason: options.reason }),
      )
      if (!result) throw new CliError(`there is no organization ${options.organization}`)
      if (options.json) context.out(JSON.stringify(result))
      else show(context, result)
    })
  addDuplicates(match, context)
  addEvaluate(match, context)
}

async function personOf(options: ExplainOptions, context: CliContext): Promise<z.output<typeof described>> {
  const { birthDate, postalCode, given, family, suffix, sex, phone, email } = options
  const flags = { given, family, suffix, sex, phone, email, birth_date: birthDate, postal_code: postalCode }
  const typed = Object.entries(flags).filter(([, value]) => value !== undefined)
  if (options.stdin && typed.length > 0) throw new CliError('give the person on standard input or as flags, not both')
  const parsed = described.safeParse(options.stdin ? parse(await context.input()) : Object.fromEntries(typed))
  if (parsed.success) return parsed.data
  // names of fields alone: their values are somebody's own
  const fields = parsed.error.issues.map(({ path, message, code }) =>
    code === 'unrecognized_keys' ? 'has fields that are not known' : `${path.join('.') || 'the input'}: ${message}`,
  )
  throw new CliError(`The person cannot be read:\n  ${fields.join('\n  ')}`)
}
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new CliError('standard input is not JSON')
  }
}

function requestOf(options: ExplainOptions, person: z.output<typeof described>): MatchRequest {
  const proven = options.proven === 'none' ? [] : options.proven.split(',').map(kind => kind.trim())
  if (!proven.every((kind): kind is (typeof kinds)[number] => kinds.some(known => known === kind)))
    throw new CliError('--proven is phone, email, phone,email or none')
  const { birth_date, postal_code, ...rest } = person
  return {
    organization: options.organization,
    person: {
      ...(rest as Omit<MatchRequest['person'], 'birthDate'>),
      birthDate: birth_date,
      ...(postal_code ? { postalCode: postal_code } : {}),
    },
    verified: proven.flatMap(kind => {
      const value = person[kind]
      return value ? [{ kind, value }] : []
    }),
  }
}

function show(context: CliContext, { grade, candidates, duplicates }: MatchResult): void {
  context.out(grade)
  for (const { id, grade: own, reasons, rivals, selfAccountId } of candidates) {
    context.out(`record ${id}: ${own}`)
    for (const reason of reasons) context.out(`  ${reasonTexts[reason]}`)
    if (rivals.length > 0) context.out(`  rivals: ${rivals.join(', ')}`)
    if (selfAccountId) context.out(`  has account ${selfAccountId}`)
  }
  for (const pair of duplicates) context.out(`records of one person, it seems: ${pair.join(' and ')}`)
}
