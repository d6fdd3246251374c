import { exportJWK, generateKeyPair } from 'jose'
import { bareClient } from './clients.ts'
import type { Installation } from './installation.ts'
import { type Child, startChild } from './processes.ts'

/** The provider that ours is compared with, on a database of its own beside ours. */
export async function startBare(installation: Installation, port: number): Promise<Child> {
  const key = async (alg: string) => ({
    ...(await exportJWK((await generateKeyPair(alg, { extractable: true })).privateKey)),
    alg,
    use: 'sig',
  })
  return startChild('test/bench/bare-provider.js', [], {
    DATABASE_URL: await installation.createDatabase('bare'),
    CLIENT: JSON.stringify(bareClient),
    KEYS: JSON.stringify([await key('ES256'), await key('RS256')]),
    ISSUER: `http://localhost:${port}`,
    PORT: String(port),
  })
}
