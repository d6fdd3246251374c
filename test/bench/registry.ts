import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { patientFormats } from '../../src/operations/patient-files/index.ts'
import { atMost, type Figure, reported } from './figures.ts'
import type { RegistryFigures } from './registry-import.ts'

/** 100,000 patients in each format, each in a process of its own with the flags of this one. */
export async function registry(): Promise<Figure[]> {
  const script = fileURLToPath(new URL(`./registry-import${import.meta.url.slice(-3)}`, import.meta.url))
  const figures: Figure[] = []
  for (const format of patientFormats) {
    const { stdout } = await promisify(execFile)(process.execPath, [...process.execArgv, script, '--format', format])
    const { seconds, cpuSeconds, againSeconds, peakMegabytes } = JSON.parse(stdout) as RegistryFigures
    figures.push(
      atMost(`${format}: 100,000 patients`, seconds, 60, 's', 1),
      reported(`${format}: CPU of the importing process`, `${cpuSeconds.toFixed(1)} s`),
      reported(`${format}: the same file again`, `${againSeconds.toFixed(1)} s`),
      atMost(`${format}: memory at its peak`, peakMegabytes, 300, 'MB', 0),
    )
  }
  return figures
}
