import { rmSync } from 'node:fs'
import './global-setup.ts'

export default async function teardown(): Promise<void> {
  const server = globalThis.vestibuleTestServer
  await server?.postgres.stop()
  if (server) rmSync(server.folder, { recursive: true, force: true })
}
