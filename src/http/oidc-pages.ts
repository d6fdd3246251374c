import { renderErrorPage, renderLogout, renderLogoutDone } from '../../views/index.ts'
import { localized, type PageContext, text } from '../core/index.ts'
import type { ClientObject } from '../core/objects/client.ts'
import type { OidcPages } from '../oidc/contract.ts'
import type { House } from '../operations/house.ts'
import type { Translators } from '../platform/index.ts'
import { organizationsOf } from './organizations.ts'

/** The protocol's own pages, in the same frame as all others. */
export function oidcPages(house: House, translators: Translators): OidcPages {
  const organizations = organizationsOf(house.db)
  const frameOf = (client: ClientObject | undefined): Promise<PageContext['organization'] | undefined> =>
    organizations.frame(client?.organization).catch(() => undefined)
  const back = (client: ClientObject | undefined, language: 'en' | 'es') =>
    client?.start_url
      ? [{ href: client.start_url, label: text('http.back-to', { portal: localized(client.name, language) }) }]
      : [{ href: '/sign-in', label: text('http.back-to-sign-in') }]

  return {
    async error({ language, client, nonce, languageSwitch, reference, developer, error, status }) {
      // a page about the database being away must not wait for it
      const organization = status >= 500 ? organizations.rememberedFrame(client?.organization) : await frameOf(client)
      return renderErrorPage(
        {
          kind: status === 503 ? 'unavailable' : status >= 500 ? 'fault' : 'portal',
          language,
          nonce,
          ...(languageSwitch ? { languageSwitch } : {}),
          reference,
          waysOn: back(client, language),
          ...(organization ? { organization } : {}),
          ...(developer
            ? {
                developer: [{ label: 'error', value: error }, ...developer.map(labelled)],
              }
            : {}),
        },
        translators(language, organizations.texts(organization)),
      )
    },
    async logout({ client, action, xsrf, ...frame }) {
      const organization = await frameOf(client)
      return renderLogout(
        { ...frame, action, xsrf, ...(organization ? { organization } : {}) },
        translators(frame.language, organizations.texts(organization)),
      )
    },
    async loggedOut({ client, ...frame }) {
      const organization = await frameOf(client)
      return renderLogoutDone(
        { ...frame, waysOn: back(client, frame.language), ...(organization ? { organization } : {}) },
        translators(frame.language, organizations.texts(organization)),
      )
    },
  }
}

/** `client_id: northside` under its own name; a whole sentence as a detail. */
function labelled(line: string): { label: string; value: string } {
  const [, label = 'detail', value = line] = /^([\w ]+): (.*)$/s.exec(line) ?? []
  return { label, value }
}
