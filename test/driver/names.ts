/** What global setup and the tests agree on. */

/** Names the environment variable that carries the server's address to the workers. */
export const serverVariable = 'TEST_POSTGRES_URL'
export const templateName = 'vestibule_template'

/** Fixed wrapping keys: every instance that a test starts on one database can open its keys. */
export const testWrappingKeys = [
  { id: 'test', secret: Buffer.alloc(32, 'wrapping key of the test suite').toString('base64') },
] as const

export function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}
