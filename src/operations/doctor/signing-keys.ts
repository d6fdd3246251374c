import { addSeconds, days, hours } from '../../platform/index.ts'
import { findSigningKeys, type KeyAlgorithm } from '../../store/signing-keys.ts'
import { type Check, type Examined, type Finding, failed, fine } from './contract.ts'

const algorithms: readonly KeyAlgorithm[] = ['ES256', 'RS256']
/** The worker moves keys on every few minutes: a day late, it does not run. */
const graceHours = 24

export const signingKeysCheck: Check<Examined> = {
  name: 'signing-keys',
  after: ['migrations'],
  async run({ db, settings, at }) {
    const keys = await findSigningKeys(db)
    const { rotate_days, publish_hours } = settings.signing_keys
    return algorithms.map((algorithm): Finding => {
      const active = keys.find(key => key.algorithm === algorithm && key.state === 'active')
      if (!active) return failed(`no ${algorithm} key signs`, 'run "vestibule keys init"')
      const since = active.activatedAt ?? active.createdAt
      const age = Math.floor((at.getTime() - since.getTime()) / (days(1) * 1000))
      const due = addSeconds(since, days(rotate_days) + hours(publish_hours + graceHours))
      return at <= due
        ? fine(`${algorithm} signs since ${age} days, of ${rotate_days}`)
        : failed(
            `the ${algorithm} key signs since ${age} days; it should have been followed after ${rotate_days}`,
            'see that an instance runs that takes jobs ("vestibule serve"), or run "vestibule keys rotate"',
          )
    })
  },
}
