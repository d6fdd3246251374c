import { findServerVersion } from '../../store/health.ts'
import { type Check, type Examined, failed, fine } from './contract.ts'

const oldest = 17
const fixes: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'start Postgres there, or mend the host and port of database.url (DATABASE_URL)',
  ENOTFOUND: 'mend the host of database.url (DATABASE_URL): its name is not known here',
  '28P01': 'mend the password in database.url (DATABASE_URL)',
  '28000': 'mend the user in database.url (DATABASE_URL)',
  '3D000': 'create the database that database.url (DATABASE_URL) names',
}

export const databaseCheck: Check<Examined> = {
  name: 'database',
  after: ['settings'],
  async run({ db }) {
    try {
      const version = await findServerVersion(db)
      return version >= oldest
        ? [fine(`Postgres ${version} answers`)]
        : [failed(`Postgres ${version} is too old`, `move to Postgres ${oldest} or newer`)]
    } catch (fault) {
      const code = String((fault as { code?: unknown }).code ?? 'no answer')
      return [failed(`the database does not answer (${code})`, fixes[code] ?? 'look at Postgres, and at the way to it')]
    }
  },
}
