import { checkRegistration, registrationOptions } from '../../src/factors/index.ts'
import type { House } from '../../src/operations/house.ts'
import { createPasskeyOf } from '../../src/operations/passkeys.ts'
import { newId, now } from '../../src/platform/index.ts'
import type { Agent } from './agent.ts'
import type { SoftAuthenticator } from './authenticator.ts'

/** Puts a passkey of an account on a device, as the enrolment does. */
export async function enrolPasskey(
  house: House,
  device: SoftAuthenticator,
  owner: { readonly accountId: string; readonly username: string },
  name = 'My phone',
): Promise<void> {
  const scope = { house, now: now(), flowId: newId(), purpose: 'test.enrolment' }
  const verdict = await checkRegistration(scope, owner, device.create(await registrationOptions(scope, owner)))
  if (verdict.kind === 'refused') throw new Error(`the passkey was refused: ${verdict.reason}`)
  await house.db.transaction().execute(async tx => {
    await verdict.write(tx)
    await createPasskeyOf(tx, house, owner.accountId, { ...verdict.passkey, name }, now())
  })
}

/**
 * What the page's script does: asks its own step for options and the device for an answer.
 * @returns the field `passkey` of the page's form
 */
export async function askDevice(agent: Agent, device: SoftAuthenticator, use: 'create' | 'get'): Promise<string> {
  const page = agent.current
  const { action, fields } = agent.formFor()
  const answer = await agent.post(action, { csrf: fields.csrf ?? '' }, { accept: 'application/json' })
  agent.current = page
  if (answer.status !== 200) throw new Error(`no options: ${answer.status}`)
  return device[use](JSON.parse(answer.body))
}
