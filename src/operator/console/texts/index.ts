import type { Texts } from '../../../core/index.ts'
import { auditTexts } from './audit.ts'
import { brandingTexts } from './branding.ts'
import { clientHelpTexts } from './client-help.ts'
import { clientTexts } from './clients.ts'
import { commonTexts } from './common.ts'
import { frontDeskTexts } from './front-desk.ts'
import { helpDeskTexts } from './help-desk.ts'
import { installationTexts } from './installation.ts'
import { insurerTexts } from './insurers.ts'
import { journeyTexts } from './journeys.ts'
import { keyTexts } from './keys.ts'
import { matchTexts } from './matching.ts'
import { messageTexts } from './messages.ts'
import { operatorTexts } from './operators.ts'
import { peopleTexts } from './people.ts'
import { problemTexts } from './problems.ts'
import { queueTexts } from './queues.ts'
import { recordTexts } from './records.ts'
import { signInTestTexts } from './sign-in-test.ts'
import { wordTexts } from './words.ts'

/** Every word of the console, area by area; ids begin with `console.`, those of a sign-in that is tried with its own. */
export const consoleTexts: Texts = {
  ...commonTexts,
  ...problemTexts,
  ...auditTexts,
  ...brandingTexts,
  ...clientHelpTexts,
  ...clientTexts,
  ...frontDeskTexts,
  ...helpDeskTexts,
  ...installationTexts,
  ...insurerTexts,
  ...journeyTexts,
  ...keyTexts,
  ...matchTexts,
  ...messageTexts,
  ...operatorTexts,
  ...peopleTexts,
  ...queueTexts,
  ...recordTexts,
  ...signInTestTexts,
  ...wordTexts,
}
