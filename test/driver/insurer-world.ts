import { newId, now } from '../../src/platform/index.ts'
import type { UpstreamName } from '../../src/store/account-upstreams.ts'
import { createAccountUpstream } from '../../src/store/account-upstreams.ts'
import { offersInsurers, openTestInsurer, type TestInsurer } from './upstream.ts'
import { openWorld, type World, type WorldOptions } from './world.ts'

/** An installation with two insurers, each a real OpenID provider of its own. */
export interface InsurerWorld {
  readonly world: World
  /** Links by member id; its word for two factors counts. */
  readonly commonwealth: TestInsurer
  /** Trusts what clinics checked at check-in. */
  readonly harbor: TestInsurer
  close(): Promise<void>
}

const secrets = {
  COMMONWEALTH_SECRET: 'what commonwealth and we agreed on',
  HARBOR_SECRET: 'what harbor and we agreed on',
}

export async function openInsurerWorld(options: WorldOptions = {}): Promise<InsurerWorld> {
  // hashing is light: what is shown here is the same however long a hash takes
  const settings = { passwords: { memory_kib: 64, queue: 1000 }, ...options.settings }
  const world = await openWorld({ ...options, settings })
  const open = (id: string, secret: string) =>
    openTestInsurer({
      clients: [{ id: 'vestibule', secret, callback: `${world.issuer}/federation/${id}/callback` }],
    })
  const commonwealth = await open('commonwealth', secrets.COMMONWEALTH_SECRET)
  const harbor = await open('harbor', secrets.HARBOR_SECRET)
  const claims = `{ member_id: member_number, given_name: given_name, family_name: family_name, birthdate: birthdate, phone: phone_number, email: email }`
  await offersInsurers(
    world,
    `
kind: insurer
id: commonwealth
name: Commonwealth Health Plan
plans: [Commonwealth HMO, Commonwealth PPO]
protocol: oidc
issuer: ${commonwealth.issuer}
client: { id: vestibule, auth: client_secret_basic, secret: env:COMMONWEALTH_SECRET }
claims: ${claims}
assurance: { ceiling: urn:vestibule:aal2, map: { "urn:example:mfa": urn:vestibule:aal2 } }
linking: { by_member_id: true, payers: [commonwealth, Commonwealth Health Plan] }
---
kind: insurer
id: harbor
name: Harbor Mutual
plans: [Harbor Gold, Harbor Silver]
protocol: oidc
issuer: ${harbor.issuer}
client: { id: vestibule, auth: client_secret_post, secret: env:HARBOR_SECRET }
claims: ${claims}
linking: { by_member_id: true, trusted_at_check_in: true }
`,
    secrets,
  )
  return {
    world,
    commonwealth,
    harbor,
    async close() {
      await commonwealth.close()
      await harbor.close()
      await world.close()
    },
  }
}

/** Ties an identity at Commonwealth to an account, as an earlier sign-in did. */
export async function linkTo(
  { world, commonwealth }: InsurerWorld,
  accountId: string,
  subject: string,
): Promise<UpstreamName> {
  const { house } = world.app
  const name = { issuer: commonwealth.issuer, subject }
  const link = { id: newId(), accountId, insurer: 'commonwealth', name, basis: 'sign-in' }
  await house.db.transaction().execute(tx => createAccountUpstream(tx, house.sealer, link, now()))
  return name
}

/** Goes to an insurer from a portal's sign-in page, and comes back. */
export async function goesToInsurer(
  { world }: InsurerWorld,
  insurer = 'commonwealth',
  parameters: Record<string, string> = {},
) {
  const portal = await world.portal()
  const agent = world.browser()
  const begun = await portal.begins(parameters)
  await agent.open(begun.url.href)
  await agent.open(agent.page.links.find(({ href }) => href.includes('/insurer/'))?.href ?? '')
  const back = await agent.submit({ insurer })
  return { portal, agent, begun, back }
}
