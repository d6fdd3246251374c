import type { ConsoleArea } from '../contract.ts'
import { clientArea } from './clients.ts'
import { organizationArea } from './organization.ts'
import { overviewArea } from './overview.ts'
import { peopleArea } from './people.ts'

/** Every page of the console; the menu shows the areas in this order, group by group. */
export const areas: readonly ConsoleArea[] = [overviewArea, organizationArea, peopleArea, clientArea]
