import type { Texts } from '../../../core/index.ts'
import { auditTexts } from './audit.ts'
import { clientTexts } from './clients.ts'
import { commonTexts } from './common.ts'
import { journeyTexts } from './journeys.ts'
import { matchTexts } from './matching.ts'
import { messageTexts } from './messages.ts'
import { peopleTexts } from './people.ts'
import { problemTexts } from './problems.ts'
import { queueTexts } from './queues.ts'
import { frontDeskTexts } from './front-desk.ts'
import { helpDeskTexts } from './help-desk.ts'
import { recordTexts } from './records.ts'
import { wordTexts } from './words.ts'

/** Every word of the console, area by area; ids begin with `console.`. */
export const consoleTexts: Texts = {
  ...commonTexts,
  ...problemTexts,
  ...peopleTexts,
  ...queueTexts,
  ...matchTexts,
  ...clientTexts,
  ...auditTexts,
  ...messageTexts,
  ...journeyTexts,
  ...helpDeskTexts,
  ...recordTexts,
  ...frontDeskTexts,
  ...wordTexts,
}
