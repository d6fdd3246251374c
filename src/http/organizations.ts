import type { PageContext } from '../core/index.ts'
import type { Database } from '../store/index.ts'
import { findOrganizations, type OrganizationRow } from '../store/organizations.ts'

export interface Organizations {
  /** The organisation of this id, else the installation's first; `undefined` while there is none. */
  find(id: string | undefined): Promise<OrganizationRow | undefined>
  frame(id: string | undefined): Promise<PageContext['organization']>
}

const keptMs = 5000

/** Organisations change rarely and stand on every page: read together, kept for a few seconds. */
export function createOrganizations(db: Database): Organizations {
  let kept: { at: number; rows: Promise<OrganizationRow[]> } | undefined
  const all = (): Promise<OrganizationRow[]> => {
    const at = performance.now()
    if (!kept || at - kept.at > keptMs) {
      const rows = findOrganizations(db)
      kept = { at, rows }
      rows.catch(() => {
        kept = undefined
      })
    }
    return kept.rows
  }
  const find = async (id: string | undefined) => {
    const rows = await all()
    return rows.find(row => row.id === id) ?? rows[0]
  }
  return {
    find,
    async frame(id) {
      const row = await find(id)
      return row ? frameOf(row) : { id: '', name: { en: 'Vestibule' } }
    },
  }
}

function frameOf({ id, name, branding }: OrganizationRow): PageContext['organization'] {
  return {
    id,
    name,
    ...(branding.accent ? { accent: branding.accent } : {}),
    ...(branding.accent_dark ? { accentDark: branding.accent_dark } : {}),
    ...(branding.logo ? { logo: branding.logo } : {}),
    ...(branding.help_phone ? { helpPhone: branding.help_phone } : {}),
    ...(branding.help_hours ? { helpHours: branding.help_hours } : {}),
    ...(branding.privacy_url ? { privacyUrl: branding.privacy_url } : {}),
    ...(branding.terms_url ? { termsUrl: branding.terms_url } : {}),
  }
}
