import { addSeconds, days } from '../../platform/index.ts'
import { findInsurerObjects } from '../../store/insurers.ts'
import { findSamlKeyEnds } from '../../store/saml-keys.ts'
import { type Check, type Examined, failed, fine, warning } from './contract.ts'

/** Insurers take our certificate by hand. */
const noticeDays = 60

export const samlKeyCheck: Check<Examined> = {
  name: 'saml-key',
  after: ['migrations'],
  async run({ db, at }) {
    const used = (await findInsurerObjects(db)).some(each => each.protocol === 'saml' && each.enabled)
    const keys = await findSamlKeyEnds(db)
    const active = keys.find(({ state }) => state === 'active')
    // made by itself when the first SAML insurer asks for our metadata
    if (!used || !active) return [fine(used ? 'is made when it is first needed' : 'no insurer speaks SAML')]
    const day = active.notAfter.toISOString().slice(0, 10)
    if (active.notAfter <= at)
      return [
        failed(
          `our certificate ended on ${day}`,
          'run "vestibule keys saml publish", give it to the insurers, then "activate"',
        ),
      ]
    if (active.notAfter > addSeconds(at, days(noticeDays)) || keys.some(({ state }) => state === 'next'))
      return [fine(`our certificate ends on ${day}`)]
    return [
      warning(`our certificate ends on ${day}`, 'run "vestibule keys saml publish", then follow docs/operators.md'),
    ]
  },
}
