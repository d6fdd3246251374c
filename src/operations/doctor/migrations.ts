import { migrationStatus } from '../../store/migrate.ts'
import { type Check, type Examined, failed, fine } from './contract.ts'

export const migrationsCheck: Check<Examined> = {
  name: 'migrations',
  after: ['database'],
  async run({ db }) {
    const all = await migrationStatus(db)
    const waiting = all.filter(({ appliedAt }) => !appliedAt)
    return waiting.length === 0
      ? [fine(`the schema is of this version (${all.length} migrations)`)]
      : [failed(`${waiting.length} migrations wait, from ${waiting[0]?.name} on`, 'run "vestibule migrate up"')]
  },
}
