import { brandContrast } from '../../../../views/index.ts'
import { type Cell, type ConsoleForm, type ConsoleSection, code, link, tag } from '../../../core/console/index.ts'
import { localized, text } from '../../../core/index.ts'
import type { BrandingObject } from '../../../core/objects/branding.ts'
import type { Called } from '../../api/in-process.ts'
import { Refused } from '../../api/index.ts'
import type { ConsoleArea, ConsoleModule, Place, Typed } from '../contract.ts'
import { textModules } from './branding-texts.ts'
import { named } from './organizations.ts'
import { fileNotice, home, line } from './parts.ts'

type Branding = Called<'branding.get'>['body']
type Parts = Omit<BrandingObject, 'kind' | 'id'>
const list = { href: '/console/branding', label: text('console.branding') }
const pathOf = (id: string): string => `/console/branding/${encodeURIComponent(id)}`

const brandings: ConsoleModule = {
  path: '/console/branding',
  async load({ api, language, query: { cursor } }) {
    const { items, next } = (await api.call('organizations.list', { query: { limit: 25, cursor } })).body
    return {
      name: 'brandings',
      title: text('console.branding'),
      trail: [home],
      lead: [text('console.branding.lead')],
      sections: [
        {
          kind: 'table',
          heading: text('console.organizations'),
          columns: [{ label: text('console.organizations.name') }, { label: text('console.branding.texts') }],
          rows: items.map(({ object }) => {
            const name = localized(named(object.name), language)
            const texts = text('console.branding.texts.of', { name })
            return {
              cells: [
                link(pathOf(object.id), name),
                link(`${pathOf(object.id)}/texts`, text('console.branding.texts'), texts),
              ],
            }
          }),
          empty: text('console.organizations.none'),
          ...(next ? { next: `/console/branding?cursor=${encodeURIComponent(next)}` } : {}),
        },
      ],
    }
  },
}

/** An object of its own, or what stands on the organisation as long as there is none. */
async function readBranding(place: Place) {
  const { api, params, language } = place
  const { id = '' } = params
  const organization = (await api.call('organizations.get', { params: { id } })).body.object
  const own = await found(place, id)
  const parts = (own?.object ?? organization.branding) as Parts
  return { id, name: localized(named(organization.name), language), own, parts }
}
async function found({ api }: Place, id: string): Promise<Branding | undefined> {
  try {
    return (await api.call('branding.get', { params: { id } })).body
  } catch (error) {
    if (error instanceof Refused && error.problem.kind === 'not-found') return undefined
    throw error
  }
}

const hex = (value: string | undefined): string | undefined =>
  value && /^#[0-9a-fA-F]{6}$/.test(value) ? value : undefined

/** How a colour reads, in numbers and in a word. */
function contrastSection({ accent, accent_dark: dark }: Pick<Parts, 'accent' | 'accent_dark'>): ConsoleSection[] {
  const read = brandContrast({ ...(accent ? { accent } : {}), ...(dark ? { accentDark: dark } : {}) })
  if (!read) return [{ kind: 'notice', tone: 'plain', body: [text('console.branding.product')] }]
  const told = (at: 'light' | 'dark'): readonly Cell[] => {
    const { chosen, drawn, onPaper, textOnIt } = read[at]
    const isSame = chosen.toLowerCase() === drawn.toLowerCase()
    return [
      text(`console.branding.${at}`),
      code(chosen),
      onPaper.chosen.toFixed(1),
      isSame ? tag(text('console.branding.reads'), 'good') : tag(text('console.branding.shifted'), 'bad'),
      code(drawn),
      onPaper.drawn.toFixed(1),
      textOnIt.contrast.toFixed(1),
    ]
  }
  return [
    {
      kind: 'table',
      heading: text('console.branding.contrast'),
      lead: [text('console.branding.contrast.lead')],
      columns: ['paper', 'chosen', 'contrast-chosen', 'verdict', 'drawn', 'contrast-drawn', 'contrast-text'].map(
        each => ({ label: text(`console.branding.${each}`) }),
      ),
      rows: [{ cells: told('light') }, { cells: told('dark') }],
      empty: text('console.branding.product'),
    },
  ]
}

const colourFields = ({ accent, accent_dark: dark }: Parts) => [
  line('accent', 'console.branding.accent', accent, { hint: true, wanted: true, isCode: true, isOptional: true }),
  line('accent_dark', 'console.branding.accent-dark', dark, {
    hint: true,
    isCode: true,
    isOptional: true,
  }),
]

/** A question like any other: colours into the address, and the page shows them. */
const lookForm = (parts: Parts): ConsoleForm => ({
  kind: 'form',
  heading: text('console.branding.look'),
  lead: [text('console.branding.look.lead')],
  fields: colourFields(parts),
  submit: text('console.branding.look.submit'),
})

const saveForm = (parts: Parts, own: Branding | undefined): ConsoleForm => ({
  kind: 'form',
  act: 'save',
  heading: text('console.branding.change'),
  ...(own ? { version: own.version } : { lead: [text('console.branding.change.lead')] }),
  fields: [
    ...colourFields(parts),
    line('logo', 'console.branding.logo', parts.logo, { hint: true, wanted: true, isCode: true, isOptional: true }),
    line('help_phone', 'console.branding.help-phone', parts.help_phone, { inputmode: 'tel', isOptional: true }),
    line('hours_en', 'console.branding.hours-en', parts.help_hours?.en, {
      isOptional: true,
      paths: ['body.help_hours.en', 'body.help_hours'],
    }),
    line('hours_es', 'console.branding.hours-es', parts.help_hours?.es, {
      isOptional: true,
      paths: ['body.help_hours.es'],
    }),
    line('privacy_url', 'console.branding.privacy', parts.privacy_url, {
      inputmode: 'url',
      isCode: true,
      isOptional: true,
    }),
    line('terms_url', 'console.branding.terms', parts.terms_url, { inputmode: 'url', isCode: true, isOptional: true }),
  ],
  submit: text('console.save'),
})

function partsOf(typed: Typed): Parts {
  const given = (['accent', 'accent_dark', 'logo', 'help_phone', 'privacy_url', 'terms_url'] as const).flatMap(name => {
    const value = typed.maybe(name)
    return value ? [[name, value]] : []
  })
  const [en, es] = [typed.maybe('hours_en'), typed.maybe('hours_es')]
  return {
    ...Object.fromEntries(given),
    ...(en || es ? { help_hours: { en: en ?? '', ...(es ? { es } : {}) } } : {}),
  }
}

const branding: ConsoleModule = {
  path: '/console/branding/{id}',
  async load(place) {
    const { id, name, own, parts } = await readBranding(place)
    const isAsked = place.query.accent !== undefined
    const [accent, dark] = [hex(place.query.accent), hex(place.query.accent_dark)]
    const { accent: _accent, accent_dark: _dark, ...rest } = parts
    const shown: Parts = isAsked
      ? { ...rest, ...(accent ? { accent } : {}), ...(dark ? { accent_dark: dark } : {}) }
      : parts
    const isOurs = place.may('branding', 'write') && own?.managed_by !== 'file'
    return {
      name: isAsked ? 'branding-looked' : 'branding',
      title: text('console.branding.of', { name }),
      trail: [home, list],
      links: [{ href: `${pathOf(id)}/texts`, label: text('console.branding.texts') }],
      sections: [
        ...fileNotice(own?.managed_by ?? 'api'),
        ...(isAsked && !accent && place.query.accent
          ? [{ kind: 'notice', tone: 'bad', body: [text('console.branding.accent.wanted')] } as const]
          : []),
        {
          kind: 'preview',
          heading: text(isAsked ? 'console.branding.preview.looked' : 'console.branding.preview'),
          brand: {
            name,
            ...(shown.accent ? { accent: shown.accent } : {}),
            ...(shown.accent_dark ? { accentDark: shown.accent_dark } : {}),
            ...(shown.logo ? { logo: shown.logo } : {}),
          },
          sample: {
            title: text('console.branding.sample.title'),
            body: text('console.branding.sample.body'),
            link: text('console.branding.sample.link'),
            button: text('console.branding.sample.button'),
          },
        },
        ...contrastSection(shown),
        lookForm(shown),
        ...(isOurs ? [saveForm(shown, own)] : []),
      ],
    }
  },
  acts: {
    save: {
      async handle(place, typed) {
        const { id, own } = await readBranding(place)
        const body = { id, ...partsOf(typed) }
        if (own) await place.api.call('branding.update', { params: { id }, body: body as never })
        else await place.api.call('branding.create', { body: body as never })
        return { go: pathOf(id), notice: 'saved' }
      },
    },
  },
}

export const brandingArea: ConsoleArea = {
  modules: [brandings, branding, ...textModules],
  menu: [{ href: '/console/branding', label: text('console.branding'), group: 'installation', resource: 'branding' }],
}
