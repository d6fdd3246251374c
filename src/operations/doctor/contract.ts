import type { InsurerObject } from '../../core/objects/insurer.ts'
import type { Sealer } from '../../platform/index.ts'
import type { LocatedProblem, SecretFile, Settings } from '../../settings/index.ts'
import type { Database } from '../../store/index.ts'

/** What a check found. A failure always names what to do; a warning will be a failure some day. */
export type Finding =
  | { readonly status: 'ok'; readonly says: string }
  | { readonly status: 'failed' | 'warning'; readonly says: string; readonly fix: string }

export const fine = (says: string): Finding => ({ status: 'ok', says })
export const failed = (says: string, fix: string): Finding => ({ status: 'failed', says, fix })
export const warning = (says: string, fix: string): Finding => ({ status: 'warning', says, fix })

/** What an insurer says of itself right now; a connector's own answer is more than this. */
export type Inspected =
  | { readonly kind: 'metadata'; readonly metadata: { readonly certificates: readonly { readonly notAfter: Date }[] } }
  | { readonly kind: 'refused'; readonly reason: string }

/** What every check may look at before the settings are known to be right. */
export interface Bare {
  readonly nodeVersion: string
  readonly settingsProblems: readonly LocatedProblem[]
}
/** What the others may look at. Checks change nothing anywhere. */
export interface Examined {
  readonly settings: Settings
  /** Files that hold secrets, by the settings that name them. */
  readonly secretFiles: readonly SecretFile[]
  readonly db: Database
  /** Of the keys in the database. @throws Error where they cannot be unwrapped */
  sealer(): Promise<Sealer>
  /** Asks an insurer anew, as its connector does. */
  inspect(insurer: InsurerObject): Promise<Inspected>
  readonly at: Date
}

/** One thing that can be wrong with an installation. One a file, in the registry of `index.ts`. */
export interface Check<X> {
  readonly name: string
  /** Checks without which this one could find nothing out: it is skipped where one of them failed. */
  readonly after?: readonly string[]
  /** @returns several findings where it looks at several things; a throw is a failure of its own */
  run(examined: X): Promise<readonly Finding[]> | readonly Finding[]
}

export type Result = { readonly check: string } & (Finding | { readonly status: 'skipped'; readonly says: string })
export interface Diagnosis {
  /** Nothing failed; warnings do not count. */
  readonly ok: boolean
  readonly results: readonly Result[]
}
