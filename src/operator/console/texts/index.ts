import type { Texts } from '../../../core/index.ts'
import { clientTexts } from './clients.ts'
import { commonTexts } from './common.ts'
import { frontDeskTexts } from './front-desk.ts'
import { helpDeskTexts } from './help-desk.ts'
import { peopleTexts } from './people.ts'
import { problemTexts } from './problems.ts'
import { recordTexts } from './records.ts'
import { wordTexts } from './words.ts'

/** Every word of the console, area by area; ids begin with `console.`. */
export const consoleTexts: Texts = {
  ...commonTexts,
  ...problemTexts,
  ...peopleTexts,
  ...helpDeskTexts,
  ...recordTexts,
  ...frontDeskTexts,
  ...clientTexts,
  ...wordTexts,
}
