import type { Grounds, HelpDeskProblem } from '../../operations/help-desk-caller.ts'
import { CliError } from '../context.ts'
import type { StaffOptions } from './account.ts'

const refusals: Readonly<Record<HelpDeskProblem, string>> = {
  'account-unknown':
    'this organisation linked no such account: look at --organization, or try another key; a patient without account gets an access code',
  'contact-unknown': 'the account has no such contact that could prove who calls: see "account show"',
  'too-many-codes': 'too many codes were sent there: wait, send to another contact, or check identity in person',
  'code-format': 'a code has six digits: ask the caller to read it once more',
  'code-wrong': 'that code is not right, or too old: ask once more, or send a new one with --send',
  'code-paused': 'too many wrong codes for this person: wait 10 minutes, or check identity in person',
  'proof-missing':
    'nobody proved who they are in this call: use "account prove", or --in-person with the document that you saw',
  'proof-used': 'a recovery was begun with this proof already: prove the caller once more',
  'no-contact': 'the account has no contact to write to: check identity in person, with --in-person and --out',
  'account-closed': 'the account is closed, disabled, or locked by staff: unlock it first, with "account unlock"',
  'locked-by-owner':
    'its owner locked it ("this wasn\'t me"): begin a recovery with "account recover", or check identity in person',
  'factor-unknown': 'the account has no such way to confirm: see "account show"',
  'reset-under-way': 'one waits already: see "account resets"',
  'stopped-by-owner':
    'somebody who reads the messages of this account stopped one not long ago: check identity in person, with --in-person',
  'reset-unknown': 'there is no such reset: see "account resets"',
  'reset-closed': 'it was done, stopped, or came to its end: see "account resets"',
  'same-person': 'whoever asked for it cannot confirm it: another of the staff has to',
  'reset-waits': 'what was asked for at a terminal waits: nobody there proves who they are',
  'session-unknown': 'there is no such session any more: see "account sessions"',
}

/** What a refusal means to the person at the desk, and what to do. */
export const explained = (problem: HelpDeskProblem): string => refusals[problem]

/** How the operator knows whom they act for. @throws CliError where they do not */
export function groundsOf({ proof, inPerson }: Pick<StaffOptions, 'proof' | 'inPerson'>): Grounds {
  if (inPerson !== undefined) {
    if (inPerson.trim() === '') throw new CliError('--in-person is empty: name the document that you saw')
    return { inPerson }
  }
  if (proof === undefined) throw new CliError(explained('proof-missing'))
  if (!/^[0-9a-f-]{36}$/i.test(proof)) throw new CliError('That is not a proof: "account prove --send" prints one.')
  return { proofId: proof }
}
