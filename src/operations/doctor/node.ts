import { type Bare, type Check, failed, fine } from './contract.ts'

/** The one line of Node that this version is built and tested on. */
const major = 24

export const nodeCheck: Check<Bare> = {
  name: 'node',
  run: ({ nodeVersion }) =>
    Number.parseInt(nodeVersion, 10) === major
      ? [fine(`Node ${nodeVersion}`)]
      : [
          failed(
            `this is Node ${nodeVersion}`,
            `run it on Node ${major} LTS: "npm run vestibule" fetches one, and the image has it`,
          ),
        ],
}
