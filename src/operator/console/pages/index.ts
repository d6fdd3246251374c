import type { ConsoleArea } from '../contract.ts'
import { applicationArea } from './applications.ts'
import { auditArea } from './audit.ts'
import { clientArea } from './clients.ts'
import { messageArea } from './messages.ts'
import { organizationArea } from './organization.ts'
import { overviewArea } from './overview.ts'
import { peopleArea } from './people.ts'
import { prospectArea } from './prospects.ts'
import { accessCodeArea } from './access-codes.ts'
import { factorResetArea } from './factor-resets.ts'
import { invitationArea } from './invitations.ts'
import { recordArea } from './records.ts'

/** In this order in the menu, group by group, and on the overview. */
const others: readonly ConsoleArea[] = [
  organizationArea,
  peopleArea,
  applicationArea,
  prospectArea,
  clientArea,
  auditArea,
  messageArea,
  factorResetArea,
  recordArea,
  accessCodeArea,
  invitationArea,
]

/** Every page of the console. */
export const areas: readonly ConsoleArea[] = [overviewArea(others), ...others]
