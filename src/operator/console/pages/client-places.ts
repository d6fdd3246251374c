import type { ConsolePage } from '../../../core/console/index.ts'
import { localized, text } from '../../../core/index.ts'
import type { Place } from '../contract.ts'
import type { Client } from './client-form.ts'
import { named } from './organizations.ts'

export const home = { href: '/console', label: text('console.overview') }
export const list = { href: '/console/clients', label: text('console.clients') }
export const pathOf = (id: string): string => `/console/clients/${encodeURIComponent(id)}`
export const nameOf = ({ object }: Pick<Client, 'object'>, { language }: Pick<Place, 'language'>): string =>
  localized(named(object.name), language)
export const trailOf = (read: Pick<Client, 'object'>, place: Place) => [
  home,
  list,
  { href: pathOf(read.object.id), label: nameOf(read, place) },
]

/** A secret is shown this once, so it is no address that could be opened again. */
export const secretPage = (place: Place, read: Pick<Client, 'object'>, secret: string): ConsolePage => ({
  name: 'client-secret',
  title: text('console.clients.secret'),
  trail: trailOf(read, place),
  sections: [
    {
      kind: 'paper',
      heading: text('console.clients.secret.of', { name: nameOf(read, place) }),
      body: [text('console.clients.secret.once')],
      code: secret,
    },
    {
      kind: 'ways',
      ways: [
        { href: pathOf(read.object.id), label: text('console.clients.secret.on') },
        {
          href: `${pathOf(read.object.id)}/quick-start`,
          label: text('console.quick'),
          help: text('console.quick.help'),
        },
      ],
    },
  ],
})
