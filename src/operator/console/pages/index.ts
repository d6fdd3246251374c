import type { ConsoleArea } from '../contract.ts'
import { applicationArea } from './applications.ts'
import { auditArea } from './audit.ts'
import { clientArea } from './clients.ts'
import { messageArea } from './messages.ts'
import { organizationArea } from './organization.ts'
import { overviewArea } from './overview.ts'
import { peopleArea } from './people.ts'
import { prospectArea } from './prospects.ts'

/** Every page of the console; the menu shows the areas in this order, group by group. */
export const areas: readonly ConsoleArea[] = [
  overviewArea,
  organizationArea,
  peopleArea,
  applicationArea,
  prospectArea,
  clientArea,
  auditArea,
  messageArea,
]
