import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/**
 * Ports for servers of the tests: below those that the system gives to outgoing connections (from 32768 on Linux), so
 * that none is taken between here and `listen`, and of a block that this jest worker has for itself.
 */
const blockSize = 2500
const block = 12_000 + (Number(process.env.JEST_WORKER_ID ?? 0) % 8) * blockSize
let turn = randomInt(blockSize)

/** A port of 127.0.0.1 that is free, and that nobody else in this run is told of. */
export async function findFreePort(): Promise<number> {
  for (let tried = 0; tried < blockSize; tried += 1) {
    turn = (turn + 1) % blockSize
    const port = block + turn
    if (await isFree(port)) return port
  }
  throw new Error('no free port is left')
}

/** The first of so many ports in a row that are. */
export async function findFreePorts(count: number): Promise<number> {
  const first = await findFreePort()
  const rest = Array.from({ length: count - 1 }, (_, index) => first + 1 + index)
  turn = first + count - 1 - block
  const isOurs = first + count <= block + blockSize
  return isOurs && (await Promise.all(rest.map(isFree))).every(Boolean) ? first : findFreePorts(count)
}

export const isFree = (port: number): Promise<boolean> =>
  new Promise(done => {
    const server = createServer()
    server.once('error', () => done(false))
    server.listen(port, '127.0.0.1', () => server.close(() => done(true)))
  })
