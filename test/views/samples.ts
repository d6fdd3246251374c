import type { Language, Letter } from '../../src/core/index.ts'
import {
  errorKinds,
  type Mail,
  renderApiReference,
  renderConsole,
  renderErrorPage,
  renderLetter,
  renderLogout,
  renderLogoutDone,
  renderMail,
  renderUnsupportedBrowser,
} from '../../views/index.ts'
import { consoleScreens } from './console-samples.ts'
import { organization } from './gallery.ts'
import { translators } from './words.ts'

export const letter: Letter = {
  organization: {
    name: organization.name,
    helpPhone: '(555) 010-0100',
    helpHours: { en: 'Monday to Friday, 8 to 5', es: 'lunes a viernes, de 8 a 5' },
    address: ['12 Harbor Street', 'Springfield, MA 01103'],
  },
  language: 'en',
  recipient: { name: 'Rosa Martínez', address: ['48 Elm Street, Apt 3', 'Springfield, MA 01105'] },
  code: '7KDMPQ4XWN',
  activateUrl: 'https://id.northside.example/activate',
  writtenOn: new Date('2026-11-21T15:00:00Z'),
  expiresAt: new Date('2027-01-20T15:00:00Z'),
  timeZone: 'America/New_York',
}
export const mail: Mail = {
  language: 'en',
  brand: 'Northside Clinic',
  subject: 'Northside Clinic: your code',
  heading: 'Your code',
  lead: 'Type this code on the page where you were asked for it:',
  code: '418 204',
  paragraphs: ['It works for 10 minutes. Never share it. We will not call or write to ask for it.'],
  link: {
    lead: 'You can also open this link on the device where you began:',
    label: 'Go on',
    href: 'https://id.northside.example/flow/0198f0c2/confirm?k=Zm9vYmFyYmF6',
  },
  footer: 'Didn’t ask for this? You can ignore it. Nothing happens without the code.',
}

/** Pages that are not a `Screen`, drawn: errors, signing out, an old browser, the letter, a mail. */
export function samplesIn(language: Language): Readonly<Record<string, string>> {
  const frame = { language, organization, nonce: 'bm9uY2U', languageSwitch: '?lang=other' }
  const t = translators(language)
  return {
    ...Object.fromEntries(
      errorKinds.map(kind => [
        `error-${kind}`,
        renderErrorPage(
          { ...frame, kind, reference: 'QF7-2KM', waysOn: [{ href: '/', label: { id: 'gallery.sign-in' } }] },
          t,
        ),
      ]),
    ),
    'error-developer': renderErrorPage(
      {
        ...frame,
        kind: 'portal',
        reference: 'QF7-2KM',
        developer: [
          { label: 'error', value: 'invalid_redirect_uri' },
          { label: 'redirect_uri of the request', value: 'https://portal.northside.example/callbak' },
          { label: 'registered', value: 'https://portal.northside.example/callback' },
        ],
      },
      t,
    ),
    'error-nobody': renderErrorPage(
      { language: 'es', nonce: 'bm9uY2U', kind: 'unavailable', reference: 'QF7-2KM' },
      translators('es'),
    ),
    logout: renderLogout({ ...frame, action: '/logout/confirm', xsrf: 'xsrf-value' }, t),
    'logout-done': renderLogoutDone(
      { ...frame, waysOn: [{ href: 'https://portal.northside.example', label: { id: 'gallery.sign-in' } }] },
      t,
    ),
    'unsupported-browser': renderUnsupportedBrowser(
      {
        ...frame,
        browsers: [
          { name: 'Firefox', version: '121' },
          { name: 'Chrome', version: '111' },
          { name: 'Safari', version: '16.4' },
        ],
      },
      t,
    ),
    'api-reference': renderApiReference(
      {
        ...frame,
        document: '/admin/v1/openapi.json',
        groups: [
          {
            name: 'access-codes',
            operations: [
              {
                id: 'access-codes.issue',
                method: 'POST',
                path: '/admin/v1/access-codes',
                summary: 'Issues an access code for one record',
                description: 'Earlier codes of the same holder end.',
                scope: 'access-codes:write (help-desk, owner)',
                parameters: [{ name: 'organization (query)', words: 'The organisation that this is for' }],
                example: '{"organization":"northside","patient":"01900000-0000-7000-8000-000000000001"}',
                problems: [{ status: '422', types: ['urn:vestibule:problem:patient-unknown'] }],
              },
            ],
          },
        ],
      },
      t,
    ),
    ...Object.fromEntries(
      Object.entries(consoleScreens(language)).map(([name, screen]) => [name, renderConsole(screen, translators)]),
    ),
    letter: renderLetter({ ...letter, language }, translators, frame.nonce),
    mail: renderMail({ ...mail, language }),
  }
}
