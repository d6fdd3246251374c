import type { ConsolePage, SheetSection } from '../../../core/console/index.ts'
import type { Letter } from '../../../core/index.ts'
import { text } from '../../../core/index.ts'
import type { Called } from '../../api/in-process.ts'
import type { Place } from '../contract.ts'
import { named } from './organizations.ts'

type LetterBody = NonNullable<Called<'access-codes.issue'>['body']['letter']>

/** The page to hand to somebody whose identity was checked: shown this once, and printed. */
export async function handedPage(
  place: Place,
  { link = '', expires_at: until = '' }: Pick<Called<'accounts.recover'>['body'], 'link' | 'expires_at'>,
): Promise<ConsolePage> {
  const { api, organization, params } = place
  const { object } = (await api.call('organizations.get', { params: { id: organization } })).body
  const { accent } = object.branding
  const back = { href: `/console/people/${params.id}`, label: text('console.handed.done') }
  return {
    name: 'person-handed',
    title: text('console.handed'),
    trail: [{ href: '/console', label: text('console.overview') }],
    links: [back],
    sections: [
      {
        kind: 'sheet',
        heading: text('console.handed.sheet'),
        lead: [text('console.handed.lead')],
        sheet: {
          kind: 'handed-link',
          page: {
            organization: { name: named(object.name), ...(accent ? { accent } : {}) },
            language: object.default_language,
            link,
            expiresAt: new Date(until),
            timeZone: object.time_zone,
          },
        },
      },
    ],
  }
}

/** The letter with an access code, out of what the API answers once. */
export const letterSection = (letter: LetterBody, until: string): SheetSection => ({
  kind: 'sheet',
  heading: text('console.codes.letter'),
  lead: [text('console.codes.letter.once')],
  sheet: { kind: 'letter', letter: letterOf(letter, until) },
})

function letterOf({ organization, recipient, ...letter }: LetterBody, until: string): Letter {
  const { accent, logo, help_phone: helpPhone, help_hours: helpHours } = organization
  return {
    organization: {
      name: named(organization.name),
      ...(accent ? { accent } : {}),
      ...(logo ? { logo } : {}),
      ...(helpPhone ? { helpPhone } : {}),
      ...(helpHours ? { helpHours: named(helpHours) } : {}),
    },
    language: letter.language,
    recipient: { name: recipient.name, ...(recipient.address ? { address: recipient.address } : {}) },
    code: letter.code,
    activateUrl: letter.activate_url,
    writtenOn: new Date(letter.written_at),
    expiresAt: new Date(until),
    timeZone: letter.time_zone,
  }
}
