import { rmSync, writeFileSync } from 'node:fs'
import { type Command, Option } from 'commander'
import { renderLetter } from '../../../views/index.ts'
import { sourceKey } from '../../core/names.ts'
import type { Representative } from '../../operations/access-code-holder.ts'
import { type AccessCodeProblem, type AccessCodeRequest, issueAccessCode } from '../../operations/access-codes.ts'
import type { House } from '../../operations/house.ts'
import { findPatient, findPatientBySource } from '../../store/patients.ts'
import { type CliContext, CliError, withHouse } from '../context.ts'
import { openNew } from './handed-over.ts'

const channels = ['sms', 'email', 'letter', 'in_person'] as const
export const relationships = ['parent', 'guardian', 'representative', 'caregiver'] as const

const refusals: Readonly<Record<AccessCodeProblem, string>> = {
  'patient-unknown': 'this organisation has no such patient',
  'patient-not-active': 'the record is merged, deceased or inactive',
  'patient-has-account': 'the patient has an account already: send them to recovery instead',
  'under-13-needs-representative': 'the patient is under 13: name a representative, with --representative and --basis',
  'representative-incomplete': 'a representative needs a last name and a basis',
  'no-contact-hand-over-in-person': 'the record has no phone and no email: hand the code over with --channel in_person',
  'no-contact-check-identity':
    'the record has no phone and no email: check the person’s identity, then add --identity-checked',
  'no-phone-of-record': 'the record has no phone that could prove such a code: choose letter or in_person',
  'no-email-of-record': 'the record has no email: choose sms, letter or in_person',
}

interface IssueOptions {
  readonly organization: string
  readonly patient: string
  readonly channel: AccessCodeRequest['channel']
  readonly reason: string
  readonly out?: string
  readonly identityChecked?: true
  readonly representative?: string
  readonly relationship: Representative['relationship']
  readonly basis?: string
}

/** `access-code issue`: by text or mail to a contact of record, or as a page to print. */
export function addAccessCode(program: Command, context: CliContext): void {
  program
    .command('access-code')
    .description('codes with which patients set up their sign-in')
    .command('issue')
    .description('issue a code for one record; earlier codes of the same holder end')
    .requiredOption('--organization <id>', 'organisation of the record')
    .requiredOption('--patient <id>', 'identifier of the record in its source, or here')
    .addOption(new Option('--channel <channel>', 'how the code gets there').choices(channels).default('letter'))
    .requiredOption('--reason <text>', 'why, for the audit')
    .option('--out <file>', 'where the page to print is written (letter, in_person)')
    .option('--identity-checked', 'an identity document was seen')
    .option('--representative <name>', 'who holds the code for the patient: "Given Family"')
    .addOption(new Option('--relationship <word>', 'of the representative').choices(relationships).default('parent'))
    .option('--basis <text>', 'why the representative may, such as "parent of a minor"')
    .action(async (options: IssueOptions) => {
      if (options.reason.trim() === '') throw new CliError('--reason is empty: say why, for the audit')
      const isPrinted = options.channel === 'letter' || options.channel === 'in_person'
      if (isPrinted && !options.out) throw new CliError('--out is missing: the file for the page to print')
      await withHouse(context, async ({ house, translators }) => {
        const patientId = await findPatientId(house, options)
        // opened before a code exists: a code that could not be written would be lost
        const file = isPrinted && options.out ? openNew(options.out) : undefined
        const result = await issueAccessCode(house, {
          organization: options.organization,
          patientId,
          channel: options.channel,
          identityChecked: options.identityChecked ?? false,
          ...representativeOf(options),
          issuedBy: context.actor,
          reason: options.reason.trim(),
        }).catch((fault: unknown) => {
          if (options.out && file !== undefined) rmSync(options.out)
          throw fault
        })
        if (result.kind === 'refused') {
          if (options.out && file !== undefined) rmSync(options.out)
          throw new CliError(refusals[result.problem])
        }
        if (result.letter && file !== undefined) writeFileSync(file, renderLetter(result.letter, translators))
        const where = isPrinted ? `written to ${options.out}` : 'on its way to the contact of record'
        const ended = result.superseded > 0 ? ` Earlier codes ended: ${result.superseded}.` : ''
        context.out(`Access code ${where}; it works until ${result.expiresAt.toISOString().slice(0, 10)}.${ended}`)
      })
    })
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** A record by the identifier of its source, or by ours. @throws CliError */
export async function findPatientId(
  house: House,
  { organization, patient }: Pick<IssueOptions, 'organization' | 'patient'>,
): Promise<string> {
  const bySource = await findPatientBySource(house.db, house.sealer, sourceKey(organization, patient))
  const found = bySource ?? (uuid.test(patient) ? await findPatient(house.db, house.sealer, patient) : undefined)
  if (!found) throw new CliError(refusals['patient-unknown'])
  return found.id
}

function representativeOf({ representative, relationship, basis }: IssueOptions): {
  representative?: Representative
} {
  if (!representative) return {}
  return { representative: { name: nameOf(representative), relationship, basis: basis ?? '' } }
}

/** "Given Family", as it is typed in one piece. */
export function nameOf(typed: string): { given: string; family: string } {
  const words = typed.trim().split(/\s+/)
  return { given: words.slice(0, -1).join(' '), family: words.at(-1) ?? '' }
}
