import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Site } from '../site.ts'

export interface InsurerPlace {
  readonly port: number
  /** Issuer of the Vestibule that it signs people in for. */
  readonly vestibule: string
}

/**
 * The demo insurer as a process of its own, as it is in life: it may be slow or hang up without anybody else being
 * so. It ends when we do, however that happens, since it watches the channel between us.
 */
export async function startInsurerProcess(place: InsurerPlace): Promise<Site> {
  const program = fileURLToPath(new URL('./main.js', import.meta.url))
  const child = fork(program, [String(place.port), place.vestibule], {
    execArgv: ['--max-old-space-size=64'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ended = once(child, 'exit')
  const began = await Promise.race([once(child, 'message').then(() => true), ended.then(() => false)])
  if (!began) throw new Error('the demo insurer did not start')
  return {
    async close() {
      if (child.connected) child.disconnect()
      await ended
    },
  }
}
