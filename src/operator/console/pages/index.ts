import type { ConsoleArea } from '../contract.ts'
import { accessCodeArea } from './access-codes.ts'
import { applicationArea } from './applications.ts'
import { auditArea } from './audit.ts'
import { brandingArea } from './branding.ts'
import { clientArea } from './clients.ts'
import { factorResetArea } from './factor-resets.ts'
import { insurerArea } from './insurers.ts'
import { invitationArea } from './invitations.ts'
import { keyArea } from './keys.ts'
import { messageArea } from './messages.ts'
import { operatorArea } from './operators.ts'
import { organizationArea } from './organization.ts'
import { organizationsArea } from './organization-pages.ts'
import { overviewArea } from './overview.ts'
import { peopleArea } from './people.ts'
import { policyArea } from './policies.ts'
import { prospectArea } from './prospects.ts'
import { recordArea } from './records.ts'
import { settingsArea } from './settings.ts'

/** In this order in the menu, group by group, and on the overview. */
const others: readonly ConsoleArea[] = [
  organizationArea,
  peopleArea,
  recordArea,
  accessCodeArea,
  invitationArea,
  applicationArea,
  prospectArea,
  factorResetArea,
  clientArea,
  insurerArea,
  organizationsArea,
  brandingArea,
  messageArea,
  operatorArea,
  policyArea,
  keyArea,
  settingsArea,
  auditArea,
]

/** Every page of the console. */
export const areas: readonly ConsoleArea[] = [overviewArea(others), ...others]
