/**
 * The doctor: what can be wrong with an installation, one check a file, in this explicit registry. Checks look and change
 * nothing, and say nothing secret or personal. Invariant: whatever failed says what to do about it.
 */
import { auditCheck } from './audit.ts'
import { auditWebhookCheck } from './audit-webhook.ts'
import { clockCheck } from './clock.ts'
import type { Bare, Check, Diagnosis, Examined, Finding, Result } from './contract.ts'
import { dataKeysCheck } from './data-keys.ts'
import { databaseCheck } from './database.ts'
import { environmentCheck } from './environment.ts'
import { gatewaysCheck } from './gateways.ts'
import { insurersCheck } from './insurers.ts'
import { issuerCheck } from './issuer.ts'
import { migrationsCheck } from './migrations.ts'
import { nodeCheck } from './node.ts'
import { samlKeyCheck } from './saml-key.ts'
import { secretFilesCheck } from './secret-files.ts'
import { settingsCheck } from './settings.ts'
import { signingKeysCheck } from './signing-keys.ts'
import { workerCheck } from './worker.ts'

export type * from './contract.ts'

const bareChecks: readonly Check<Bare>[] = [nodeCheck, settingsCheck]
/** In the order of the report; a check stands after those that it needs. */
const checks: readonly Check<Examined>[] = [
  environmentCheck,
  secretFilesCheck,
  databaseCheck,
  migrationsCheck,
  clockCheck,
  dataKeysCheck,
  signingKeysCheck,
  samlKeyCheck,
  issuerCheck,
  gatewaysCheck,
  insurersCheck,
  workerCheck,
  auditCheck,
  auditWebhookCheck,
]

/**
 * Runs every check.
 * @param open gives what most checks look at; asked only where the settings are right
 */
export async function examine(bare: Bare, open: () => Examined): Promise<Diagnosis> {
  const results: Result[] = []
  for (const check of bareChecks) results.push(...(await findingsOf(check, bare, results)))
  const examined = isFine('settings', results) ? open() : undefined
  for (const check of checks) results.push(...(await findingsOf(check, examined, results)))
  return { ok: results.every(({ status }) => status !== 'failed'), results }
}

const isFine = (name: string, results: readonly Result[]): boolean =>
  results.every(({ check, status }) => check !== name || (status !== 'failed' && status !== 'skipped'))

async function findingsOf<X>(
  check: Check<X>,
  examined: X | undefined,
  results: readonly Result[],
): Promise<readonly Result[]> {
  const lacking = check.after?.find(name => !isFine(name, results))
  if (lacking || examined === undefined)
    return [{ check: check.name, status: 'skipped', says: `not looked at, because of ${lacking ?? 'settings'}` }]
  return (await run(check, examined)).map(finding => ({ check: check.name, ...finding }))
}

/** A check that breaks down has found something too; its message may quote what it choked on, so only its code is told. */
async function run<X>(check: Check<X>, examined: X): Promise<readonly Finding[]> {
  try {
    return await check.run(examined)
  } catch (fault) {
    const { code, name } = fault as { code?: unknown; name?: unknown }
    return [
      {
        status: 'failed',
        says: `could not be looked at (${String(code ?? name)})`,
        fix: 'mend what failed before it and run the doctor again; where nothing did, report this',
      },
    ]
  }
}
