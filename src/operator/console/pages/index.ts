import type { ConsoleArea } from '../contract.ts'
import { accessCodeArea } from './access-codes.ts'
import { clientArea } from './clients.ts'
import { factorResetArea } from './factor-resets.ts'
import { invitationArea } from './invitations.ts'
import { organizationArea } from './organization.ts'
import { overviewArea } from './overview.ts'
import { peopleArea } from './people.ts'
import { recordArea } from './records.ts'

/** In this order in the menu, group by group, and on the overview. */
const others: readonly ConsoleArea[] = [
  organizationArea,
  peopleArea,
  factorResetArea,
  recordArea,
  accessCodeArea,
  invitationArea,
  clientArea,
]

/** Every page of the console. */
export const areas: readonly ConsoleArea[] = [overviewArea(others), ...others]
