import type { InvitationProblem, resendInvitation } from '../../operations/invitations.ts'

type Problem = InvitationProblem | Extract<Awaited<ReturnType<typeof resendInvitation>>, { kind: 'refused' }>['problem']

/** Why nobody was invited, and what to do instead. */
export const invitationRefusals: Readonly<Record<Problem, string>> = {
  'patient-unknown': 'this organisation has no such patient',
  'patient-not-active': 'the record is merged, deceased or inactive',
  'patient-has-account': 'the patient has an account already: send them to recovery instead',
  'under-13':
    'the patient is under 13: nobody under 13 is invited; issue an access code for a representative ("access-code issue --representative")',
  'no-email-of-record': 'the record has no email: issue an access code instead',
  'no-phone-of-record':
    'the record has no phone that could prove who opens the mail: issue an access code in person ("access-code issue --channel in_person")',
  'phone-of-record-shared':
    'the patient is 13 to 17, and every phone on the record is somebody else’s too, so none proves them: issue an access code in person',
  'invited-before': 'the patient was invited before: "invitation resend" sends another mail',
  'representative-incomplete': 'a representative needs a last name, a basis and a phone',
  'client-unknown': 'this organisation has no such client: see "config export"',
  'target-without-client': 'name the client that --target-link-uri belongs to, with --client',
  'target-elsewhere': '--target-link-uri is not on an origin of that client',
  'invitation-unknown': 'this organisation has no such invitation: see "invitation list"',
  'invitation-used': 'the invitation was used already: send them to recovery instead',
}

/** One line for each reason why imported records were left alone. */
export const leftAloneWords: Readonly<Record<InvitationProblem, string>> = {
  'patient-unknown': 'not in the registry',
  'patient-not-active': 'merged, deceased or inactive',
  'patient-has-account': 'has an account already',
  'under-13': 'under 13',
  'no-email-of-record': 'no email on the record',
  'no-phone-of-record': 'no phone on the record',
  'phone-of-record-shared': '13 to 17, and the phone is somebody else’s too',
  'invited-before': 'invited before',
  'representative-incomplete': 'representative incomplete',
  'client-unknown': 'no such client',
  'target-without-client': 'no client for the address',
  'target-elsewhere': 'address is not the client’s',
}
