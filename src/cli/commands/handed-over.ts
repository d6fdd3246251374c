import { openSync, rmSync, writeFileSync } from 'node:fs'
import { renderHandedLink } from '../../../views/index.ts'
import type { LocalText } from '../../core/index.ts'
import type { OpenHouse } from '../../house.ts'
import type { House } from '../../operations/house.ts'
import { findOrganization } from '../../store/organizations.ts'
import { CliError } from '../context.ts'

/** Opens a file that is not there yet, for its owner alone. @throws CliError */
export function openNew(file: string): number {
  try {
    return openSync(file, 'wx', 0o600)
  } catch (fault) {
    const code = (fault as NodeJS.ErrnoException).code
    throw new CliError(`${file}: ${code === 'EEXIST' ? 'is there already' : `cannot be written (${code})`}`)
  }
}

export const removeUnwritten = (file: string): void => rmSync(file, { force: true })

/** Writes the page with a recovery link for somebody who stands at the desk. */
export async function writeHanded(
  house: House,
  translators: OpenHouse['translators'],
  file: number,
  handed: { readonly link: string; readonly expiresAt: Date; readonly organization: string },
): Promise<void> {
  const organization = await findOrganization(house.db, handed.organization)
  if (!organization) throw new CliError(`there is no organisation ${handed.organization}`)
  const { accent } = organization.branding
  const page = {
    organization: { name: organization.name as LocalText, ...(accent ? { accent } : {}) },
    language: organization.defaultLanguage,
    link: handed.link,
    expiresAt: handed.expiresAt,
    timeZone: organization.timeZone,
  }
  writeFileSync(file, renderHandedLink(page, translators))
}
