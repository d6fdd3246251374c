import type { ConsoleOption } from '../../../core/console/index.ts'
import { localized } from '../../../core/index.ts'
import type { Place } from '../contract.ts'

/** Organisations in reach, to choose from. */
export async function organizationOptions({ api, language }: Place): Promise<readonly ConsoleOption[]> {
  const { items } = (await api.call('organizations.list', { query: { limit: 200 } })).body
  return items.map(({ object }) => ({
    value: object.id,
    label: localized(named(object.name), language),
    help: object.id,
  }))
}

/** Texts of the API's answers have no member where there is none. */
export const named = ({ en, es }: { readonly en: string; readonly es?: string | undefined }) => ({
  en,
  ...(es ? { es } : {}),
})
