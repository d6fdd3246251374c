import type { Agent } from './agent.ts'
import type { World } from './world.ts'

/** A portal that wants to be told; nothing listens there, so what it would be told stays in the outbox. */
export const toldPortal = `
kind: client
id: told-portal
name: { en: Told portal, es: Portal avisado }
organization: northside
redirect_uris: [http://127.0.0.1:9/callback]
backchannel_logout_uri: http://127.0.0.1:9/backchannel
start_url: http://127.0.0.1:9/
auth: { method: client_secret_basic, secrets: [env:PORTAL_SECRET] }
scopes: [openid, profile, email, patients, offline_access]
first_party: true
`

/** That portal on the session of a browser, with a refresh token for when the person is away. */
export async function toldPortalAt(world: World, agent: Agent) {
  const portal = await world.portal('told-portal')
  const begun = await portal.begins({ scope: 'openid profile offline_access' })
  const back = await agent.open(begun.url.href)
  const tokens = await portal.tokens(begun, back.url)
  const works = (use: Promise<unknown>) =>
    use.then(
      () => true,
      () => false,
    )
  /** Whether each of its tokens still works. */
  const isAlive = async () => ({
    refresh: await works(portal.refresh(tokens.refresh_token as string)),
    opaque: await works(portal.userinfo(tokens.access_token, tokens.claims()?.sub as string)),
  })
  return { isAlive }
}

/** Which clients wait to be told that this account's sessions ended. */
export const logoutsOf = async ({ database }: World, accountId: string): Promise<readonly string[]> =>
  (
    await database.db.selectFrom('logout_deliveries').select('client_id').where('account_id', '=', accountId).execute()
  ).map(row => row.client_id)
