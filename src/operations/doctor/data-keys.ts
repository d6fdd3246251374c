import { type Check, type Examined, failed, fine } from './contract.ts'

/** Whether the settings have every key that wraps what seals the database. */
export const dataKeysCheck: Check<Examined> = {
  name: 'wrapping-keys',
  after: ['migrations'],
  async run({ sealer }) {
    try {
      await sealer()
      return [fine('every data key can be unwrapped')]
    } catch (fault) {
      return [
        failed(
          (fault as Error).message,
          'put that wrapping key back into keys.wrapping, from where its copy is kept; where there are no data keys yet, run "vestibule keys init"',
        ),
      ]
    }
  },
}
