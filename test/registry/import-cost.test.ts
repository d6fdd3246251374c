import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from '@jest/globals'
import { openEmptyDatabase } from '../driver/database.ts'

/** A tenth of the target (100,000 patients: 60 s, 300 MB), in a process of its own with the shipped heap flags. */
test('taking ten thousand patients costs little time and memory', async () => {
  const database = await openEmptyDatabase()
  try {
    const flags = ['--max-old-space-size=144', '--max-semi-space-size=8']
    const command = [
      ...flags,
      'test/bench/registry-import.ts',
      '--count',
      '10000',
      '--format',
      'fhir',
      '--url',
      database.url,
    ]
    // as the launcher starts the command line (bin/lib/node24.mjs)
    const env = { ...process.env, MALLOC_ARENA_MAX: '1' }
    const { stdout } = await promisify(execFile)(process.execPath, command, { env })
    const figures = JSON.parse(stdout)
    expect(figures).toMatchObject({ patients: 10_000, format: 'fhir' })
    console.info(`10,000 patients: ${figures.cpuSeconds} s of CPU, ${figures.peakMegabytes} MB at most`)
    expect(figures.peakMegabytes).toBeLessThan(300)
    // CPU, not the clock: neighbours on the machine do not count
    expect(figures.cpuSeconds).toBeLessThan(6)
  } finally {
    await database.drop()
  }
})
