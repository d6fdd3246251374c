import { problemText } from '../../settings/index.ts'
import { type Bare, type Check, failed, fine } from './contract.ts'

/** What keeps a process from starting: mistakes, and in production the defaults of development. */
export const settingsCheck: Check<Bare> = {
  name: 'settings',
  run: ({ settingsProblems }) =>
    settingsProblems.length === 0
      ? [fine('every setting is right')]
      : settingsProblems.map(found =>
          failed(problemText(found), 'change that setting; docs/settings.md has every key'),
        ),
}
