import { type ConsoleForm, code, link, tag } from '../../../core/console/index.ts'
import { localized, type TextEntry, text } from '../../../core/index.ts'
import type { Called } from '../../api/in-process.ts'
import { Refused } from '../../api/index.ts'
import { Problem } from '../../api/problems.ts'
import type { ConsoleModule, Place } from '../contract.ts'
import { named } from './organizations.ts'
import { dangerous, fileNotice, home } from './parts.ts'

type Own = Called<'branding.texts'>['body']
interface Original extends TextEntry {
  readonly id: string
}
/** More than anybody reads: whoever sees so many says more of what they look for. */
const shownAtMost = 50
const list = { href: '/console/branding', label: text('console.branding') }
const textsPath = (id: string): string => `/console/branding/${encodeURIComponent(id)}/texts`

const originalsOf = async ({ api }: Place, find: string): Promise<readonly Original[]> =>
  (await api.call('branding.originals', { query: { limit: shownAtMost + 1, find } })).body.items
async function ownOf({ api, params: { id = '' } }: Place): Promise<Own | undefined> {
  try {
    return (await api.call('branding.texts', { params: { id } })).body
  } catch (error) {
    if (error instanceof Refused && error.problem.kind === 'not-found') return undefined
    throw error
  }
}
async function nameOf({ api, params: { id = '' }, language }: Place): Promise<string> {
  return localized(named((await api.call('organizations.get', { params: { id } })).body.object.name), language)
}

/** Where nothing is looked for, what the organisation words otherwise. */
async function foundOf(place: Place, own: Own | undefined, sought: string): Promise<readonly Original[]> {
  const ours = Object.entries(own?.object.texts ?? {}).map(([id, words]) => ({ id, ...words }))
  if (sought === '') return ours
  const inOurs = ours.filter(({ en, es }) => `${en}\n${es}`.toLowerCase().includes(sought.toLowerCase()))
  const originals = await originalsOf(place, sought)
  return [...inOurs, ...originals.filter(({ id }) => !inOurs.some(each => each.id === id))]
}

const texts: ConsoleModule = {
  path: '/console/branding/{id}/texts',
  async load(place) {
    const { params, query, language } = place
    const { id = '' } = params
    const [name, own] = [await nameOf(place), await ownOf(place)]
    const sought = (query.find ?? '').trim().slice(0, 100)
    const found = await foundOf(place, own, sought)
    const said = (entry: Original): TextEntry => own?.object.texts[entry.id] ?? entry
    return {
      name: 'branding-texts',
      title: text('console.branding.texts.of', { name }),
      trail: [home, list, { href: `/console/branding/${encodeURIComponent(id)}`, label: name }],
      lead: [text('console.branding.texts.lead')],
      sections: [
        ...fileNotice(own?.managed_by ?? 'api'),
        {
          kind: 'form',
          fields: [
            {
              kind: 'text',
              name: 'find',
              label: text('console.branding.find'),
              hint: text('console.branding.find.hint'),
              value: query.find ?? '',
            },
          ],
          submit: text('console.branding.find.submit'),
        },
        {
          kind: 'table',
          heading: text(sought === '' ? 'console.branding.own' : 'console.branding.found'),
          ...(found.length > shownAtMost ? { lead: [text('console.branding.too-many', { count: shownAtMost })] } : {}),
          columns: [
            { label: text('console.branding.words') },
            { label: text('console.branding.text') },
            { label: text('console.branding.whose') },
          ],
          rows: found.slice(0, shownAtMost).map(entry => ({
            cells: [
              link(`${textsPath(id)}/${encodeURIComponent(entry.id)}`, said(entry)[language]),
              code(entry.id),
              own?.object.texts[entry.id]
                ? tag(text('console.branding.ours'), 'good')
                : text('console.branding.theirs'),
            ],
          })),
          empty: text(sought === '' ? 'console.branding.none-own' : 'console.branding.none-found'),
        },
      ],
    }
  },
}

async function readText(place: Place) {
  const own = await ownOf(place)
  const { text: id = '' } = place.params
  const original = (await originalsOf(place, id)).find(each => each.id === id)
  if (!original) throw new Refused(new Problem('not-found'), '')
  return { own, original, standing: own?.object.texts[original.id] }
}

function textForm({ own, original, standing }: Awaited<ReturnType<typeof readText>>): ConsoleForm {
  const area = (language: 'en' | 'es') =>
    ({
      kind: 'textarea',
      name: language,
      label: text(`console.branding.words.${language}`),
      value: (standing ?? original)[language],
      rows: 3,
      paths: [`body.texts.${original.id}.${language}`],
    }) as const
  return {
    kind: 'form',
    act: 'save',
    heading: text('console.branding.own-words'),
    lead: [text('console.branding.placeholders')],
    ...(own ? { version: own.version } : {}),
    fields: [area('en'), area('es')],
    submit: text('console.save'),
  }
}

const one: ConsoleModule = {
  path: '/console/branding/{id}/texts/{text}',
  async load(place) {
    const { id = '' } = place.params
    const [name, read] = [await nameOf(place), await readText(place)]
    const { own, original, standing } = read
    const isOurs = place.may('branding', 'write') && own?.managed_by !== 'file'
    return {
      name: 'branding-text',
      title: original.id,
      trail: [
        home,
        list,
        { href: `/console/branding/${encodeURIComponent(id)}`, label: name },
        { href: textsPath(id), label: text('console.branding.texts') },
      ],
      sections: [
        ...fileNotice(own?.managed_by ?? 'api'),
        { kind: 'code', label: text('console.branding.original.en'), code: original.en },
        { kind: 'code', label: text('console.branding.original.es'), code: original.es },
        ...(isOurs ? [textForm(read)] : []),
        ...(isOurs && own && standing
          ? [dangerous('reset', 'console.branding.reset', { fields: [], version: own.version })]
          : []),
      ],
    }
  },
  acts: {
    save: {
      async handle(place, typed) {
        const { id = '' } = place.params
        const { own, original } = await readText(place)
        const words = { [original.id]: { en: typed.text('en'), es: typed.text('es') } }
        const body = { id, texts: { ...own?.object.texts, ...words } }
        if (own) await place.api.call('branding.update-texts', { params: { id }, body })
        else await place.api.call('branding.create-texts', { params: { id }, body })
        return { go: `${textsPath(id)}/${encodeURIComponent(original.id)}`, notice: 'saved' }
      },
    },
    reset: {
      async handle(place) {
        const { id = '' } = place.params
        const { own, original } = await readText(place)
        const { [original.id]: _gone, ...kept } = own?.object.texts ?? {}
        if (Object.keys(kept).length > 0)
          await place.api.call('branding.update-texts', { params: { id }, body: { id, texts: kept } })
        else await place.api.call('branding.delete-texts', { params: { id } })
        return { go: textsPath(id), notice: 'saved' }
      },
    },
  },
}

export const textModules: readonly ConsoleModule[] = [texts, one]
