import { moment } from '../../../core/console/index.ts'
import { text } from '../../../core/index.ts'
import type { ConsoleModule } from '../contract.ts'
import { reasonField } from '../fields.ts'
import { readClient } from './client-form.ts'
import { nameOf, trailOf } from './client-places.ts'

/** A link for one real sign-in, to open here or to hand to somebody: whoever has it may use it, so it is shown once. */
export const tries: ConsoleModule = {
  path: '/console/clients/{id}/try',
  async load(place) {
    const read = await readClient(place)
    return {
      name: 'client-try',
      title: text('console.try.of', { name: nameOf(read, place) }),
      trail: trailOf(read, place),
      lead: [text('console.try.lead')],
      sections: [{ kind: 'form', act: 'make', fields: [reasonField], submit: text('console.try.submit') }],
    }
  },
  acts: {
    make: {
      async handle(place, typed) {
        const read = await readClient(place)
        const { body } = await place.api.call('clients.test', {
          params: { id: read.object.id },
          body: { reason: typed.text('reason') },
        })
        const { link, expires_at: until } = body
        return {
          page: {
            name: 'client-try-made',
            title: text('console.try.of', { name: nameOf(read, place) }),
            trail: trailOf(read, place),
            lead: [text('console.try.made')],
            sections: [
              { kind: 'facts', facts: [{ label: text('console.try.until'), value: moment(until) }] },
              {
                kind: 'ways',
                ways: [{ href: link, label: text('console.try.open'), help: text('console.try.open.help') }],
              },
              {
                kind: 'code',
                label: text('console.try.elsewhere'),
                lead: [text('console.try.elsewhere.lead')],
                code: link,
              },
            ],
          },
        }
      },
    },
  },
}
