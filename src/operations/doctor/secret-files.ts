import { statSync } from 'node:fs'
import { type Check, type Examined, failed, fine } from './contract.ts'

/** Secrets in files that everybody on the machine could read. Those of development are public anyway. */
export const secretFilesCheck: Check<Examined> = {
  name: 'secret-files',
  after: ['settings'],
  run({ secretFiles }) {
    const open = secretFiles.filter(({ isPublic, file }) => !isPublic && (statSync(file).mode & 0o007) !== 0)
    if (open.length === 0) return [fine(`${secretFiles.length} files with secrets, none open to everybody`)]
    return open.map(({ setting, file }) =>
      failed(
        `everybody on this machine can read ${file} (${setting})`,
        `chmod 600 ${file}, as the user of the service`,
      ),
    )
  },
}
