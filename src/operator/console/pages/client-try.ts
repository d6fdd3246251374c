import type { ConsoleForm } from '../../../core/console/index.ts'
import { text } from '../../../core/index.ts'
import type { ConsoleAct } from '../contract.ts'
import { reasonField } from '../fields.ts'
import { readClient } from './client-form.ts'
import { nameOf, trailOf } from './client-places.ts'

export const tryForm: ConsoleForm = {
  kind: 'form',
  act: 'try',
  folded: text('console.try'),
  lead: [text('console.try.lead')],
  fields: [reasonField],
  submit: text('console.try.submit'),
}

/** A link for one real sign-in, to open here or to hand to somebody: whoever has it may use it, so it is shown once. */
export const tryAct: ConsoleAct = {
  async handle(place, typed) {
    const read = await readClient(place)
    const { body } = await place.api.call('clients.test', {
      params: { id: read.object.id },
      body: { reason: typed.text('reason') },
    })
    return {
      page: {
        name: 'client-try',
        title: text('console.try.of', { name: nameOf(read, place) }),
        trail: trailOf(read, place),
        lead: [text('console.try.made')],
        sections: [
          {
            kind: 'facts',
            facts: [{ label: text('console.try.until'), value: { kind: 'moment', at: body.expires_at } }],
          },
          {
            kind: 'ways',
            ways: [{ href: body.link, label: text('console.try.open'), help: text('console.try.open.help') }],
          },
          {
            kind: 'code',
            label: text('console.try.elsewhere'),
            lead: [text('console.try.elsewhere.lead')],
            code: body.link,
          },
        ],
      },
    }
  },
}
