import { setTimeout as pause } from 'node:timers/promises'

/**
 * Asks again until something is so: for what happens in its own time, such as a server that comes back.
 * @throws Error where it is not so after `patienceMs`; a question that throws counts as "not yet"
 */
export async function until(isSo: () => Promise<boolean>, patienceMs: number): Promise<void> {
  const end = performance.now() + patienceMs
  while (!(await isSo().catch(() => false))) {
    if (performance.now() > end) throw new Error(`it did not happen within ${patienceMs} ms`)
    await pause(25)
  }
}
