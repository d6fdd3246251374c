import { isDeepStrictEqual } from 'node:util'
import type { PageContext, Texts } from '../core/index.ts'
import type { InsurerObject } from '../core/objects/insurer.ts'
import { type InsurerPlace, isOffered } from '../operations/insurers.ts'
import { now } from '../platform/index.ts'
import { findAccountLinks } from '../store/account-links.ts'
import type { Database } from '../store/index.ts'
import { findInsurerObjects } from '../store/insurers.ts'
import { findOrganizationTexts } from '../store/organization-parts.ts'
import { findOrganizations, type OrganizationRow } from '../store/organizations.ts'

export interface Organizations {
  /** The organisation of this id, else the installation's first; `undefined` while there is none. */
  find(id: string | undefined): Promise<OrganizationRow | undefined>
  frame(id: string | undefined): Promise<PageContext['organization']>
  /** Whether any insurer is offered there. */
  hasInsurers(place: InsurerPlace): Promise<boolean>
  /** What the organisation of a frame words otherwise, as it was read with that frame. */
  texts(frame: Pick<PageContext['organization'], 'id'> | undefined): Texts | undefined
  /** As it was last read: for pages about the database being away, which must not wait for it. */
  rememberedFrame(id: string | undefined): PageContext['organization'] | undefined
}

/** The clinic where a person has a record; of several, the one that came first. */
export async function organizationOfPerson(db: Database, accountId: string): Promise<string | undefined> {
  const [link] = await findAccountLinks(db, accountId, now())
  return link?.organizationId
}

const keptMs = 5000

const known = new WeakMap<Database, Organizations>()
/** The organisations of one database: hosted pages and the protocol's own pages remember the same ones. */
export function organizationsOf(db: Database): Organizations {
  const standing = known.get(db) ?? createOrganizations(db)
  known.set(db, standing)
  return standing
}

/** Organisations change rarely and stand on every page: read together, kept for a few seconds. */
function createOrganizations(db: Database): Organizations {
  let kept: { at: number; rows: Promise<OrganizationRow[]> } | undefined
  let insurers: { at: number; rows: Promise<readonly InsurerObject[]> } | undefined
  let last: readonly OrganizationRow[] = []
  let texts: ReadonlyMap<string, Texts> = new Map()
  const all = (): Promise<OrganizationRow[]> => {
    const at = performance.now()
    if (!kept || at - kept.at > keptMs) {
      const rows = Promise.all([findOrganizations(db), findOrganizationTexts(db)]).then(([organizations, read]) => {
        texts = keepSame(texts, read)
        return organizations
      })
      kept = { at, rows }
      rows.then(
        read => {
          last = read
        },
        () => {
          kept = undefined
        },
      )
    }
    return kept.rows
  }
  const among = (rows: readonly OrganizationRow[], id: string | undefined) => rows.find(row => row.id === id) ?? rows[0]
  const find = async (id: string | undefined) => among(await all(), id)
  const allInsurers = (): Promise<readonly InsurerObject[]> => {
    const at = performance.now()
    if (!insurers || at - insurers.at > keptMs) {
      const rows = findInsurerObjects(db)
      insurers = { at, rows }
      rows.catch(() => {
        insurers = undefined
      })
    }
    return insurers.rows
  }
  return {
    find,
    hasInsurers: async place => (await allInsurers()).some(insurer => isOffered(insurer, place)),
    async frame(id) {
      const row = await find(id)
      return row ? frameOf(row) : { id: '', name: { en: 'Vestibule' } }
    },
    texts: frame => texts.get(frame?.id ?? ''),
    rememberedFrame(id) {
      const row = among(last, id)
      return row && frameOf(row)
    },
  }
}

/** Equal texts stay the same object: what translators made of them stays too. */
const keepSame = (before: ReadonlyMap<string, Texts>, read: ReadonlyMap<string, Texts>): ReadonlyMap<string, Texts> =>
  new Map(
    [...read].map(([id, texts]) => {
      const known = before.get(id)
      return [id, known && isDeepStrictEqual(known, texts) ? known : texts]
    }),
  )

function frameOf({ id, name, branding, timeZone, settings }: OrganizationRow): PageContext['organization'] {
  return {
    id,
    name,
    timeZone,
    selfRegistration: settings.self_registration !== false,
    applications: settings.applications !== false,
    ...(branding.accent ? { accent: branding.accent } : {}),
    ...(branding.accent_dark ? { accentDark: branding.accent_dark } : {}),
    ...(branding.logo ? { logo: branding.logo } : {}),
    ...(branding.help_phone ? { helpPhone: branding.help_phone } : {}),
    ...(branding.help_hours ? { helpHours: branding.help_hours } : {}),
    ...(branding.privacy_url ? { privacyUrl: branding.privacy_url } : {}),
    ...(branding.terms_url ? { termsUrl: branding.terms_url } : {}),
  }
}
