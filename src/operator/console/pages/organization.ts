import { text } from '../../../core/index.ts'
import { type ConsoleArea, FormTrouble, type Place } from '../contract.ts'
import { organizationOptions } from './organizations.ts'

/** Whom one works for: asked once where several are in reach, and changed here. */
export const organizationArea: ConsoleArea = {
  modules: [
    {
      path: '/console/organization',
      async load(place) {
        return {
          name: 'organization',
          title: text('console.organization'),
          trail: [{ href: '/console', label: text('console.overview') }],
          lead: [text('console.organization.lead')],
          sections: [
            {
              kind: 'form',
              act: 'choose',
              fields: [
                {
                  kind: 'radio',
                  name: 'chosen',
                  label: text('console.organization.which'),
                  options: await organizationOptions(place),
                  value: place.organization,
                },
                { kind: 'hidden', name: 'to', value: ownPath(place.query.to) },
              ],
              submit: text('console.organization.choose'),
            },
          ],
        }
      },
      acts: {
        choose: {
          async handle(place, typed) {
            const chosen = typed.text('chosen')
            const options = await organizationOptions(place)
            if (!options.some(({ value }) => value === chosen))
              throw new FormTrouble({ field: 'chosen', said: text('console.organization.wanted') })
            return { go: ownPath(typed.text('to')), worksFor: chosen }
          },
        },
      },
    },
  ],
}

/** Never a way to send somebody elsewhere. */
const ownPath = (path: Place['query'][string]): string =>
  path && /^\/console(\/[\w./-]*)?(\?[\w=&%.-]*)?$/.test(path) && !path.includes('..') ? path : '/console'
