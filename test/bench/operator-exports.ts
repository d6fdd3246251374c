import { get } from 'node:http'
import type { Readable } from 'node:stream'
import { residentMegabytes } from './cpu.ts'
import { atMost, exactly, type Figure, reported } from './figures.ts'
import type { Installation } from './installation.ts'
import { type Child, startChild } from './processes.ts'

/** A process may grow by so much while it sends a file of any length. */
const growthMb = 60
/** By then its own code and pages of the database are in memory: what comes after grows with the file alone. */
const settledBytes = 100e6

/** Takes the whole trail as both kinds of file from the API, and by the command line. */
export async function exportsOf(
  { issuer, env }: Installation,
  app: Child,
  tokenOf: () => Promise<string>,
  events: number,
): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const format of ['csv', 'ndjson'])
    figures.push(
      ...(await watch(`by the API as ${format}`, app.pid, events, async taken => {
        const headers = { authorization: `Bearer ${await tokenOf()}` }
        const path = `${issuer}/admin/v1/audit-events/export?format=${format}`
        const answer = await new Promise<Readable & { complete: boolean }>((done, failed) => {
          get(path, { headers }, done).once('error', failed)
        })
        await taken(answer)
        if (!answer.complete) throw new Error('the export was cut off')
      })),
    )
  const terminal = startChild('src/cli/main.js', ['audit', 'export'], env, { output: 'pipe' })
  figures.push(
    ...(await watch('by the command line', terminal.pid, events, taken => taken(terminal.process.stdout as Readable))),
  )
  await terminal.stop()
  return figures
}

async function watch(
  name: string,
  pid: number,
  events: number,
  work: (taken: (stream: Readable) => Promise<void>) => Promise<void>,
): Promise<Figure[]> {
  const began = performance.now()
  let [least, most, lines, bytes] = [0, 0, 0, 0]
  await work(async stream => {
    let looked = 0
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      bytes += chunk.length
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines += 1
      if (performance.now() - looked < 100) continue
      looked = performance.now()
      const resident = residentMegabytes(pid)
      most = Math.max(most, resident)
      if (bytes < settledBytes || least === 0) least = Math.max(least, resident)
    }
  })
  const seconds = ((performance.now() - began) / 1000).toFixed(0)
  return [
    reported(`export ${name}`, `${(bytes / 1e6).toFixed(0)} MB in ${seconds} s`),
    exactly(`export ${name}: every event is in it`, String(lines >= events), 'true'),
    atMost(`export ${name}: growth of memory from its first 100 MB on`, most - least, growthMb, 'MB', 0),
  ]
}
