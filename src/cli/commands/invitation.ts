import { type Command, Option } from 'commander'
import { maskEmail } from '../../core/contacts.ts'
import { phoneCountryOf, usablePhone } from '../../core/phones.ts'
import type { House } from '../../operations/house.ts'
import {
  type InvitationResult,
  invitationState,
  issueInvitation,
  listInvitations,
  resendInvitation,
  revokeInvitation,
} from '../../operations/invitations.ts'
import { now } from '../../platform/index.ts'
import type { InvitedRepresentative } from '../../store/index.ts'
import type { InvitationView } from '../../store/invitations.ts'
import { findOrganization } from '../../store/organizations.ts'
import { type CliContext, CliError, withHouse } from '../context.ts'
import { findPatientId, nameOf, relationships } from './access-code.ts'
import { invitationRefusals } from './invitation-words.ts'

interface InvitationOptions {
  readonly organization: string
  readonly patient: string
  readonly reason: string
  readonly client?: string
  readonly targetLinkUri?: string
  readonly representative?: string
  readonly relationship: InvitedRepresentative['relationship']
  readonly basis?: string
  readonly representativePhone?: string
  readonly json?: true
}

/** `invitation issue|list|resend|revoke`: a mail to the mailbox of record, with a link that sets up sign-in. */
export function addInvitation(program: Command, context: CliContext): void {
  const invitation = program.command('invitation').description('mails with which patients set up their sign-in')
  const addAct = (name: string, description: string): Command =>
    invitation
      .command(name)
      .description(description)
      .requiredOption('--organization <id>', 'for whom you work: only its own are found')
      .requiredOption('--reason <text>', 'why, for the audit')

  addAct('issue', 'invite one patient, at the email on the record; an earlier invitation ends')
    .requiredOption('--patient <id>', 'identifier of the record in its source, or here')
    .option('--client <id>', 'portal where it ends; the organisation’s home client where left out')
    .option('--target-link-uri <url>', 'page of that portal, such as what a notice is about')
    .option('--representative <name>', 'who manages the account for the patient: "Given Family"')
    .addOption(new Option('--relationship <word>', 'of the representative').choices(relationships).default('parent'))
    .option('--basis <text>', 'why the representative may, such as "power of attorney"')
    .option('--representative-phone <number>', 'their own, which they prove')
    .action((options: InvitationOptions) => issue(context, options))

  addAct('list', 'who was invited, and what became of it, newest first')
    .option('--patient <id>', 'of one record only')
    .option('--json', 'answer as JSON')
    .action((options: InvitationOptions) => list(context, options))

  addAct('resend', 'send another mail with a new link; the old one ends')
    .argument('<id>', 'the id that "invitation list" prints')
    .action((id: string, options: InvitationOptions) =>
      withHouse(context, async ({ house }) => {
        told(context, await resendInvitation(house, idOf(id), actOf(options, context)))
      }),
    )

  addAct('revoke', 'take an invitation back: its link opens nothing any more')
    .argument('<id>', 'the id that "invitation list" prints')
    .action((id: string, options: InvitationOptions) =>
      withHouse(context, async ({ house }) => {
        if (!(await revokeInvitation(house, idOf(id), actOf(options, context))))
          throw new CliError('this organisation has no invitation with that id that could still be used')
        context.out('Taken back.')
      }),
    )
}

const actOf = ({ organization, reason }: InvitationOptions, { actor }: CliContext) => {
  if (reason.trim() === '') throw new CliError('--reason is empty: say why, for the audit')
  return { organization, actor, reason: reason.trim() }
}

function idOf(id: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id))
    throw new CliError(invitationRefusals['invitation-unknown'])
  return id
}

function told(
  context: CliContext,
  result: InvitationResult | { kind: 'refused'; problem: keyof typeof invitationRefusals },
) {
  if (result.kind === 'refused') throw new CliError(invitationRefusals[result.problem])
  const ended = result.superseded > 0 ? ' The earlier invitation ended.' : ''
  const until = result.expiresAt.toISOString().slice(0, 10)
  context.out(`Invitation ${result.id} on its way to ${maskEmail(result.email)}; it works until ${until}.${ended}`)
}

async function issue(context: CliContext, options: InvitationOptions): Promise<void> {
  const { organization, actor, reason } = actOf(options, context)
  await withHouse(context, async ({ house }) => {
    const representative = await representativeOf(house, options)
    const result = await issueInvitation(house, {
      organization,
      patientId: await findPatientId(house, options),
      // who is sent to a page hears that there is something to see
      origin: options.targetLinkUri ? 'notice' : 'staff',
      ...(representative ? { representative } : {}),
      ...(options.client ? { clientId: options.client } : {}),
      ...(options.targetLinkUri ? { targetLinkUri: options.targetLinkUri } : {}),
      issuedBy: actor,
      reason,
    })
    told(context, result)
  })
}

async function representativeOf(
  house: House,
  { representative, relationship, basis, representativePhone, organization }: InvitationOptions,
): Promise<InvitedRepresentative | undefined> {
  if (!representative) {
    if (representativePhone !== undefined) throw new CliError('--representative is missing: whose phone that is')
    return undefined
  }
  const country = phoneCountryOf((await findOrganization(house.db, organization))?.settings ?? {})
  const phone = usablePhone(representativePhone ?? '', country)
  if (!phone) throw new CliError('--representative-phone is missing, or no phone number: it is what they prove')
  return { name: nameOf(representative), relationship, basis: basis ?? '', phone }
}

async function list(context: CliContext, options: InvitationOptions): Promise<void> {
  const at = now()
  const act = actOf(options, context)
  const views = await withHouse(context, async ({ house }) =>
    listInvitations(house, {
      ...act,
      ...(options.patient ? { patientId: await findPatientId(house, options) } : {}),
    }),
  )
  if (options.json) context.out(JSON.stringify(views.map(view => jsonOf(view, at))))
  else if (views.length === 0) context.out('Nobody was invited.')
  else for (const view of views) context.out(lineOf(view, at))
}

const jsonOf = (view: InvitationView, at: Date) => ({
  id: view.id,
  patient: view.patientId,
  state: invitationState(view, at),
  origin: view.origin,
  sent_to: maskEmail(view.email),
  for: view.representative?.relationship ?? 'patient',
  ...(view.ends.client_id ? { client: view.ends.client_id } : {}),
  issued_by: view.issuedBy,
  created_at: view.createdAt.toISOString(),
  expires_at: view.expiresAt.toISOString(),
})

function lineOf(view: InvitationView, at: Date): string {
  const { id, state, patient, sent_to, origin, created_at, ...rest } = jsonOf(view, at)
  return `${id}  ${state}  record ${patient}, to ${sent_to}, by ${origin} (${rest.issued_by}), ${created_at}`
}
