/** One argon2id verification after another, by the product's own hasher: what a sign-in cannot cost less than. */
import { createHasher } from '../../src/platform/hasher.ts'

const [memoryKiB, iterations, count] = process.argv.slice(2).map(Number) as [number, number, number]
const hasher = await createHasher({
  pepper: Buffer.alloc(32, 'pepper of the benchmark'),
  memoryKiB,
  iterations,
  concurrency: 1,
  queueLength: 1,
})
const password = 'wandering otter paints seven lanterns'
const stored = await hasher.hash(password)
for (let warm = 0; warm < 10; warm += 1) await hasher.verify(stored, password)
const before = process.cpuUsage()
for (let done = 0; done < count; done += 1) await hasher.verify(stored, password)
const { user, system } = process.cpuUsage(before)
process.send?.({ cpuMs: (user + system) / 1000 / count }, () => process.exit(0))
