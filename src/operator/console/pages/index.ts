import type { ConsoleArea } from '../contract.ts'
import { brandingArea } from './branding.ts'
import { clientArea } from './clients.ts'
import { insurerArea } from './insurers.ts'
import { keyArea } from './keys.ts'
import { operatorArea } from './operators.ts'
import { organizationArea } from './organization.ts'
import { organizationsArea } from './organization-pages.ts'
import { overviewArea } from './overview.ts'
import { peopleArea } from './people.ts'
import { policyArea } from './policies.ts'
import { settingsArea } from './settings.ts'

/** Every page of the console; the menu shows the areas in this order, group by group. */
export const areas: readonly ConsoleArea[] = [
  overviewArea,
  organizationArea,
  peopleArea,
  clientArea,
  insurerArea,
  organizationsArea,
  brandingArea,
  operatorArea,
  policyArea,
  keyArea,
  settingsArea,
]
