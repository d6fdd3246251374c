import { acrLevels, isAcr } from '../../core/assurance.ts'
import { type Cell, type ConsolePage, code, lines, moment, type Said } from '../../core/console/index.ts'
import { type Language, localized, text } from '../../core/index.ts'
import type { ClientObject } from '../../core/objects/client.ts'
import { signInTestTexts } from '../console/texts/sign-in-test.ts'
import type { SignInTried } from './trying.ts'

/** What is about to be done, and one button. */
export const beginPage = (client: ClientObject, language: Language): ConsolePage => ({
  name: 'sign-in-test',
  title: text('sign-in-test.title', { name: localized(client.name, language) }),
  lead: [text('sign-in-test.lead'), text('sign-in-test.nothing-kept')],
  sections: [
    {
      kind: 'form',
      act: 'begin',
      fields: [
        {
          kind: 'select',
          name: 'acr',
          label: text('sign-in-test.asks'),
          hint: text('sign-in-test.asks.hint'),
          options: [
            { value: '', label: text('sign-in-test.asks.nothing') },
            ...acrLevels.map(value => ({ value, label: text(`sign-in-test.acr.${value}`) })),
          ],
          value: '',
        },
        {
          kind: 'checkbox',
          name: 'fresh',
          label: text('sign-in-test.fresh'),
          hint: text('sign-in-test.fresh.hint'),
          isChecked: true,
        },
      ],
      submit: text('sign-in-test.begin'),
    },
  ],
})

const again = (href: string) => [{ href, label: text('sign-in-test.again') }]

/** What the portal would be told in place of tokens. */
export const refusedPage = (
  client: ClientObject,
  told: { readonly error: string; readonly description: string; readonly again: string },
): ConsolePage => ({
  name: 'sign-in-test-refused',
  title: text('sign-in-test.refused', { name: client.name.en }),
  lead: [text('sign-in-test.refused.lead')],
  links: again(told.again),
  sections: [
    {
      kind: 'facts',
      facts: [
        { label: 'error', value: code(told.error) },
        { label: 'error_description', value: told.description },
      ],
    },
  ],
})

/** Tokens decoded, and what their less obvious members mean. */
export function shownPage(
  client: ClientObject,
  { header, claims, userinfo, scope, expiresIn, hasRefreshToken }: SignInTried,
  { again: href, language }: { readonly again: string; readonly language: Language },
): ConsolePage {
  const { acr, amr, auth_time: authTime } = claims
  return {
    name: 'sign-in-test-shown',
    title: text('sign-in-test.shown', { name: localized(client.name, language) }),
    lead: [text('sign-in-test.shown.lead')],
    links: again(href),
    sections: [
      {
        kind: 'facts',
        heading: text('sign-in-test.means'),
        facts: [
          { label: 'acr', value: explained('acr', acr) },
          { label: 'amr', value: lines((Array.isArray(amr) ? amr : []).map(each => explained('amr', each))) },
          ...(typeof authTime === 'number'
            ? [{ label: 'auth_time', value: moment(new Date(authTime * 1000).toISOString()) }]
            : []),
          { label: 'sub', value: lines([code(String(claims.sub)), subject(client)]) },
          { label: 'scope', value: code(scope) },
          { label: 'aud', value: text('sign-in-test.aud', { id: client.id }) },
          ...(expiresIn === undefined
            ? []
            : [{ label: 'access_token', value: text('sign-in-test.access', { minutes: Math.round(expiresIn / 60) }) }]),
          {
            label: 'refresh_token',
            value: text(hasRefreshToken ? 'sign-in-test.refresh' : 'sign-in-test.no-refresh'),
          },
        ],
      },
      { kind: 'code', label: text('sign-in-test.header'), code: JSON.stringify(header, null, 2) },
      {
        kind: 'code',
        label: text('sign-in-test.claims'),
        ...(client.id_token_claims === 'minimal' ? { lead: [text('sign-in-test.minimal')] } : {}),
        code: JSON.stringify(claims, null, 2),
      },
      { kind: 'code', label: text('sign-in-test.userinfo'), code: JSON.stringify(userinfo, null, 2) },
    ],
  }
}

const subject = ({ subject, sector, id }: ClientObject): Said =>
  subject === 'pairwise' ? text('sign-in-test.pairwise', { sector: sector ?? id }) : text('sign-in-test.public')

/** The value as it stands in the token, and what it says. */
function explained(claim: 'acr' | 'amr', value: unknown): Cell {
  const told = String(value)
  const id = `sign-in-test.${claim}.${told}`
  const isKnown = claim === 'acr' ? isAcr(told) : id in signInTestTexts
  return isKnown ? lines([code(told), text(id)]) : code(told)
}
