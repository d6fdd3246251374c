import { type ConsoleSection, code, lines } from '../../../core/console/index.ts'
import { text } from '../../../core/index.ts'
import type { ClientObject } from '../../../core/objects/client.ts'
import { type QuickStartValues, quickStart, stacksFor } from '../../../core/quick-starts/index.ts'
import { Refused } from '../../api/in-process.ts'
import { Problem } from '../../api/problems.ts'
import type { ConsoleModule, Place } from '../contract.ts'
import { type Client, readClient } from './client-form.ts'
import { nameOf, pathOf, trailOf } from './client-places.ts'

const givenOf = ({ object }: Client, { issuer }: Place): QuickStartValues => ({
  issuer,
  client: object as ClientObject,
})

/** What any library asks for. */
const facts = ({ object }: Client, { issuer }: Place): ConsoleSection => ({
  kind: 'facts',
  heading: text('console.quick.any'),
  lead: [text('console.quick.any.lead')],
  facts: [
    { label: 'issuer', value: code(issuer) },
    { label: 'discovery', value: code(`${issuer}/.well-known/openid-configuration`) },
    { label: 'client_id', value: code(object.id) },
    { label: 'client_secret', value: text(hasSecret(object) ? 'console.quick.secret' : 'console.quick.no-secret') },
    { label: 'redirect_uri', value: lines(object.redirect_uris.map(code)) },
    { label: 'scope', value: code(object.scopes.join(' ')) },
    { label: 'token_endpoint_auth_method', value: code(object.auth.method) },
    { label: 'code_challenge_method', value: code('S256') },
  ],
})
const hasSecret = ({ auth }: Client['object']): boolean => auth.method.startsWith('client_secret')

export const quickStarts: readonly ConsoleModule[] = [
  {
    path: '/console/clients/{id}/quick-start',
    async load(place) {
      const read = await readClient(place)
      const given = givenOf(read, place)
      return {
        name: 'quick-starts',
        title: text('console.quick.of', { name: nameOf(read, place) }),
        trail: trailOf(read, place),
        lead: [text('console.quick.lead')],
        sections: [
          {
            kind: 'ways',
            heading: text('console.quick.libraries'),
            ways: stacksFor(given.client).map(stack => ({
              href: `${pathOf(read.object.id)}/quick-start/${stack}`,
              label: quickStart(stack, given).title,
              help: text(`console.quick.${stack}`),
            })),
          },
          facts(read, place),
        ],
      }
    },
  },
  {
    path: '/console/clients/{id}/quick-start/{stack}',
    async load(place) {
      const read = await readClient(place)
      const given = givenOf(read, place)
      const stack = stacksFor(given.client).find(each => each === place.params.stack)
      if (!stack) throw new Refused(new Problem('not-found'), '')
      const { title, install, files, notes } = quickStart(stack, given)
      return {
        name: 'quick-start',
        title,
        trail: [
          ...trailOf(read, place),
          { href: `${pathOf(read.object.id)}/quick-start`, label: text('console.quick') },
        ],
        lead: [
          text(`console.quick.${stack}`),
          text(hasSecret(read.object) ? 'console.quick.filled' : 'console.quick.filled-public'),
        ],
        sections: [
          ...(notes.length > 0
            ? [{ kind: 'notice', tone: 'plain', heading: text('console.quick.first'), body: notes } as const]
            : []),
          ...(install ? [{ kind: 'code', label: text('console.quick.install'), code: install } as const] : []),
          ...files.map(file => ({ kind: 'code', label: file.name, code: file.code }) as const),
        ],
      }
    },
  },
]
