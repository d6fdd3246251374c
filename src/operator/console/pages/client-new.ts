import type { ConsolePage, WaysSection } from '../../../core/console/index.ts'
import { text } from '../../../core/index.ts'
import { Refused } from '../../api/index.ts'
import { Problem } from '../../api/problems.ts'
import type { ConsoleModule, Place } from '../contract.ts'
import { type ClientKind, clientForm, clientKinds, kindOf, objectOf } from './client-form.ts'
import { lintTyped, warnedPage } from './client-lint.ts'
import { home, list, pathOf, secretPage } from './client-places.ts'

const kindPath = (kind: ClientKind): string => `/console/clients/new${kind === 'web' ? '' : `/${kind}`}`

/** Something else than what this page is for. */
const others = (kind: ClientKind): WaysSection => ({
  kind: 'ways',
  heading: text('console.clients.other-kind'),
  ways: clientKinds
    .filter(each => each !== kind)
    .map(each => ({
      href: kindPath(each),
      label: text(`console.clients.kind.${each}`),
      help: text(`console.clients.kind.${each}.help`),
    })),
})

const pageOf = async (place: Place, kind: ClientKind): Promise<ConsolePage> => ({
  name: kind === 'web' ? 'client-new' : `client-new-${kind}`,
  title: text('console.clients.new'),
  trail: [home, list],
  lead: [text(`console.clients.kind.${kind}.lead`)],
  sections: [await clientForm(place, undefined, kind), others(kind)],
})

/** A new client of one kind: the common one at the address itself, the others below it. */
const registration = (path: string): ConsoleModule => {
  function kindAt({ params }: Place): ClientKind {
    const kind = kindOf(params.kind ?? 'web')
    if (!kind) throw new Refused(new Problem('not-found'), '')
    return kind
  }
  return {
    path,
    load: async place => pageOf(place, kindAt(place)),
    acts: {
      create: {
        async handle(place, typed) {
          const kind = kindAt(place)
          const findings = lintTyped(typed, kind === 'native' ? 'native' : 'web')
          if (findings.length > 0 && !typed.isOn('looked'))
            return {
              page: warnedPage(await pageOf(place, kind), await clientForm(place, undefined, kind), typed, findings),
            }
          const { body } = await place.api.call('clients.create', { body: objectOf(typed, undefined, kind) })
          const go = pathOf(body.object.id)
          return body.secret ? { page: secretPage(place, body, body.secret) } : { go, notice: 'created' }
        },
      },
    },
  }
}

export const registrations: readonly ConsoleModule[] = [
  registration('/console/clients/new'),
  registration('/console/clients/new/{kind}'),
]
