import type { ConsoleArea } from '../contract.ts'
import { clientArea } from './clients.ts'
import { organizationArea } from './organization.ts'
import { overviewArea } from './overview.ts'
import { peopleArea } from './people.ts'

/** In this order in the menu, group by group, and on the overview. */
const others: readonly ConsoleArea[] = [organizationArea, peopleArea, clientArea]

/** Every page of the console. */
export const areas: readonly ConsoleArea[] = [overviewArea(others), ...others]
