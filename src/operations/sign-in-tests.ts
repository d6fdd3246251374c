import { addSeconds, minutes, newId } from '../platform/index.ts'
import { recordAudit } from './audit.ts'
import type { House } from './house.ts'

/** Where a sign-in that is only tried begins, and where it comes back to: never an address of a client's own. */
export const signInTestPaths = { begins: '/sign-in-test', callback: '/sign-in-test/callback' } as const

const linkLife = minutes(10)
const purpose = 'sign-in-test.link'
const prefix = 'vestibule-test.'

interface Sealed {
  readonly client: string
  /** milliseconds since 1970 */
  readonly at: number
}
export interface SignInTest {
  readonly client: string
  readonly expiresAt: Date
}

/**
 * A link to sign in as at one client, which shows what that client would get. Nothing is stored: the link says by itself
 * what it is for, and ends by itself.
 */
export async function makeSignInTest(
  house: House,
  { client, actor }: { readonly client: string; readonly actor: string },
  at: Date,
): Promise<{ readonly link: string; readonly expiresAt: Date }> {
  const token = house.sealer.sealJson(purpose, { client, at: at.getTime() } satisfies Sealed).toString('base64url')
  await house.db.transaction().execute(tx =>
    recordAudit(tx, house, {
      type: 'client.test-made',
      outcome: 'success',
      actor,
      clientId: client,
      correlationId: newId(),
    }),
  )
  return {
    link: `${house.settings.issuer}${signInTestPaths.begins}/${token}`,
    expiresAt: addSeconds(at, linkLife),
  }
}

/** @returns undefined of a link that is none of ours, or over */
export function readSignInTest({ sealer }: Pick<House, 'sealer'>, token: string, at: Date): SignInTest | undefined {
  if (!/^[\w-]{40,400}$/.test(token)) return undefined
  try {
    const { client, at: madeAt } = sealer.openJson<Sealed>(purpose, Buffer.from(token, 'base64url'))
    const expiresAt = addSeconds(new Date(madeAt), linkLife)
    return at < expiresAt ? { client, expiresAt } : undefined
  } catch {
    return undefined
  }
}

/** The id of the client that exists for one link, as long as that lasts; no object can have it. */
export const testClientId = (token: string): string => `${prefix}${token}`
export const tokenOfTestClient = (id: string): string | undefined =>
  id.startsWith(prefix) ? id.slice(prefix.length) : undefined

/** Made of the link and the installation's keys, kept nowhere, and given to nobody. */
export const testClientSecret = ({ sealer }: Pick<House, 'sealer'>, token: string): string =>
  sealer.index('sign-in-test.client-secret', token).toString('base64url')
