import { type Command, Option } from 'commander'
import { lookUpAccounts, type StaffAct } from '../../operations/help-desk.ts'
import { endSessionsByStaff, recoverByStaff, unlockByStaff } from '../../operations/help-desk-acts.ts'
import { proveCaller, sendCallerCode } from '../../operations/help-desk-caller.ts'
import type { House } from '../../operations/house.ts'
import { now } from '../../platform/index.ts'
import { type CliContext, CliError, withHouse } from '../context.ts'
import { addFactorResets } from './account-resets.ts'
import { accountLines, accountMeant, contactMeant, keyOf, sessionLines } from './account-view.ts'
import { openNew, removeUnwritten, writeHanded } from './handed-over.ts'
import { explained, groundsOf } from './help-desk-words.ts'

/** What every command of the help desk is told. */
export interface StaffOptions {
  readonly account?: string
  readonly username?: string
  readonly phone?: string
  readonly email?: string
  readonly record?: string
  readonly reference?: string
  readonly organization: string
  readonly reason: string
  readonly operator: string
  readonly proof?: string
  readonly inPerson?: string
}

/** `account show|prove|unlock|sessions|recover|reset-factor|resets`: the help desk, at a terminal. */
export function addAccount(program: Command, context: CliContext): void {
  const account = program
    .command('account')
    .description('the help desk: look people up, and help those who proved who they are')
  const add = (name: string, description: string): Command =>
    account
      .command(name)
      .description(description)
      .option('--username <name>', 'whom: by username')
      .option('--phone <number>', 'whom: by a phone on file')
      .option('--email <address>', 'whom: by an email on file')
      .option('--record <number>', 'whom: by the record number')
      .option('--reference <code>', 'whom: by the code that a page of trouble showed')
      .option('--account <id>', 'whom: by the id that "account show" prints')
      .requiredOption('--organization <id>', 'for whom you work: only people whom it linked are found')
      .requiredOption('--reason <text>', 'why, for the audit')
      .requiredOption('--operator <name>', 'your own name, for the audit')
  const addAct = (name: string, description: string): Command =>
    add(name, description)
      .option('--proof <id>', 'the proof of this call, from "account prove"')
      .addOption(new Option('--in-person <basis>', 'you checked their identity: by which document').conflicts('proof'))

  add('show', 'status, contacts, factors, links, locks, sessions, and what became of the last messages').action(
    (options: StaffOptions) =>
      withHouse(context, async ({ house }) => {
        const views = await lookUpAccounts(house, keyOf(options), staffOf(options, context), now())
        if (views.length === 0) throw new CliError(explained('account-unknown'))
        for (const view of views) for (const line of accountLines(view)) context.out(line)
      }),
  )

  add('prove', 'make sure who is calling: send a code to a contact on file, then check what they read out')
    .option('--send <contact>', 'phone, email, or the id of a contact that "account show" prints')
    .option('--proof <id>', 'which code was read out: the proof that --send printed')
    .option('--code <digits>', 'the code that the caller read out')
    .action((options: StaffOptions & { send?: string; code?: string }) => prove(context, options))

  addAct('unlock', 'end what wrong tries had locked').action((options: StaffOptions) =>
    withHouse(context, async ({ house }) => {
      const result = await unlockByStaff(house, await caseOf(house, options, context), staffOf(options, context), now())
      if (result.kind === 'refused') throw new CliError(explained(result.problem))
      context.out('Unlocked. The person was told at every contact.')
    }),
  )

  addAct('sessions', 'where the person is signed in; with --end sign them out')
    .option('--end <session>', 'the id of one session, or "all": with every token')
    .action((options: StaffOptions & { end?: string }) => sessions(context, options))

  addAct('recover', 'let the person set a new password: by a link to a contact, or on paper to somebody who is here')
    .option('--out <file>', 'where the page to hand over is written (with --in-person)')
    .action((options: StaffOptions & { out?: string }) => recover(context, options))

  addFactorResets(add, addAct, context)
}

export const staffOf = ({ organization, reason, operator }: StaffOptions, { actor }: CliContext): StaffAct => {
  if (reason.trim() === '') throw new CliError('--reason is empty: say why, for the audit')
  if (operator.trim() === '') throw new CliError('--operator is empty: give your own name, for the audit')
  return { actor, operator: operator.trim(), organization, reason: reason.trim() }
}

/** Whom these options mean, and how the operator knows that it is them. */
export async function caseOf(house: House, options: StaffOptions, context: CliContext) {
  const grounds = groundsOf(options)
  const { id } = await accountMeant(house, options, staffOf(options, context))
  return { accountId: id, grounds }
}

async function prove(context: CliContext, options: StaffOptions & { send?: string; code?: string }): Promise<void> {
  const { send, code, proof } = options
  if ((send === undefined) === (code === undefined)) throw new CliError('Name one of --send or --code.')
  await withHouse(context, async ({ house }) => {
    const staff = staffOf(options, context)
    const account = await accountMeant(house, options, staff)
    if (send !== undefined) {
      const contact = contactMeant(account, send)
      const sent = await sendCallerCode(house, { accountId: account.id, contactId: contact.id }, staff, now())
      if (sent.kind === 'refused') throw new CliError(explained(sent.problem))
      context.out(`A code is on its way to ${contact.masked}. Ask the caller to read it out, then run`)
      context.out(`  account prove --account ${account.id} --proof ${sent.proofId} --code CODE …`)
      return
    }
    if (proof === undefined) throw new CliError('--proof is missing: the id that "account prove --send" printed')
    const given = { accountId: account.id, proofId: proof, code: code ?? '' }
    const proven = await proveCaller(house, given, staff, now())
    if (proven.kind === 'refused') throw new CliError(explained(proven.problem))
    context.out(`The code is right. Until ${proven.until.toISOString()} you may act with --proof ${proof}`)
  })
}

async function sessions(context: CliContext, options: StaffOptions & { end?: string }): Promise<void> {
  await withHouse(context, async ({ house }) => {
    const staff = staffOf(options, context)
    if (options.end === undefined) {
      const account = await accountMeant(house, options, staff)
      for (const line of sessionLines(account)) context.out(line)
      return
    }
    const aim = { ...(await caseOf(house, options, context)), session: options.end }
    const result = await endSessionsByStaff(house, aim, staff, now())
    if (result.kind === 'refused') throw new CliError(explained(result.problem))
    context.out(`Sessions ended: ${result.sessions}. The person was told at every contact.`)
  })
}

async function recover(context: CliContext, options: StaffOptions & { out?: string }): Promise<void> {
  const { out, inPerson } = options
  if (inPerson !== undefined && !out) throw new CliError('--out is missing: the file for the page to hand over')
  await withHouse(context, async ({ house, translators }) => {
    const aim = await caseOf(house, options, context)
    // opened before there is a link: one that could not be written would be lost
    const file = inPerson !== undefined && out ? openNew(out) : undefined
    let isKept = false
    try {
      const begun = await recoverByStaff(house, aim, staffOf(options, context), now())
      if (begun.kind === 'refused') throw new CliError(explained(begun.problem))
      if (begun.kind === 'sent') {
        const where = begun.channel === 'phone' ? 'by text to a phone' : 'by mail to an email'
        context.out(`A link is on its way ${where} on file. It asks for one more proof.`)
        return
      }
      if (file === undefined) throw new CliError('--in-person and --out belong together')
      await writeHanded(house, translators, file, { ...begun, organization: options.organization })
      isKept = true
      context.out(
        `Hand over ${out} at once, and delete the file: its link works once, until ${begun.expiresAt.toISOString()}.`,
      )
    } finally {
      if (file !== undefined && out && !isKept) removeUnwritten(out)
    }
  })
}
