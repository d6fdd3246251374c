import type { Keyring, RenewableSealer } from '../platform/index.ts'
import { findKeyringChange, type WrappingKey } from './data-keys.ts'
import type { Database } from './database.ts'

/** A data key is known to every process that reads the database long before it seals (operations/data-keys.ts). */
const askedEveryMs = 5000

export interface KeyringWatch {
  /** Looks now. @returns whether keys have changed */
  refresh(): Promise<boolean>
  stop(): Promise<void>
}

/**
 * Keeps the keys of one process as the database has them, servers and long commands alike. A value whose key is not
 * known makes it look at once: it fails, and the next one opens.
 */
export function watchKeyring(
  parts: {
    readonly db: Database
    readonly sealer: RenewableSealer
    /** What the sealer was made with. */
    readonly loaded: Keyring
    readonly wrapping: readonly WrappingKey[]
  },
  onFault: (error: unknown) => void,
): KeyringWatch {
  const { db, sealer, wrapping } = parts
  let known = parts.loaded
  let running: Promise<boolean> | undefined
  const look = async (): Promise<boolean> => {
    const changed = await findKeyringChange(db, wrapping, known)
    if (!changed) return false
    known = changed
    sealer.renew(changed)
    return true
  }
  const refresh = (): Promise<boolean> => {
    running ??= look().finally(() => {
      running = undefined
    })
    return running
  }
  const quietly = (): void => void refresh().catch(onFault)
  const timer = setInterval(quietly, askedEveryMs)
  timer.unref()
  sealer.onUnknownKey = quietly
  return {
    refresh,
    async stop() {
      clearInterval(timer)
      sealer.onUnknownKey = () => {}
      await running?.catch(() => undefined)
    },
  }
}
