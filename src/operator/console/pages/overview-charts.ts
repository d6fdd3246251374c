import type { ConsoleSection } from '../../../core/console/index.ts'
import type { Place } from '../contract.ts'

/** Charts of the overview; what they show is asked of the operator API like everything else. */
export async function overviewCharts(_place: Place): Promise<readonly ConsoleSection[]> {
  return []
}
