import type { Texts } from '../../../core/index.ts'
import { brandingTexts } from './branding.ts'
import { clientHelpTexts } from './client-help.ts'
import { clientTexts } from './clients.ts'
import { commonTexts } from './common.ts'
import { installationTexts } from './installation.ts'
import { insurerTexts } from './insurers.ts'
import { keyTexts } from './keys.ts'
import { operatorTexts } from './operators.ts'
import { peopleTexts } from './people.ts'
import { problemTexts } from './problems.ts'
import { signInTestTexts } from './sign-in-test.ts'
import { wordTexts } from './words.ts'

/** Every word of the console, area by area; ids begin with `console.`, those of a sign-in that is tried with its own. */
export const consoleTexts: Texts = {
  ...commonTexts,
  ...problemTexts,
  ...peopleTexts,
  ...clientTexts,
  ...clientHelpTexts,
  ...signInTestTexts,
  ...insurerTexts,
  ...keyTexts,
  ...operatorTexts,
  ...brandingTexts,
  ...installationTexts,
  ...wordTexts,
}
