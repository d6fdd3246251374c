import { existsSync } from 'node:fs'
import { describe } from '@jest/globals'
import { type Browser, chromium } from 'playwright-core'

const candidates = [
  process.env.CHROME_PATH,
  // the same engine without the window around it: half the CPU
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** The installed Chrome or Chromium; `CHROME_PATH` names another one. */
export const browserPath: string | undefined = candidates.find(path => path && existsSync(path))

const absence =
  'NO BROWSER FOUND: install Chromium (Debian: apt-get install chromium) or set CHROME_PATH; browser tests do not run.'

/**
 * `describe` for suites that need a browser. Without one they are skipped and the run says so loudly; where `CI` is set
 * they fail, since a green run there must mean that the browser tests ran.
 */
export function describeInBrowser(name: string, block: () => void): void {
  if (!browserPath) {
    if (process.env.CI) throw new Error(absence)
    process.stderr.write(`\n*** ${absence} ***\n\n`)
    describe.skip(name, block)
  } else describe(name, block)
}

/** A headless browser; the caller closes it. @throws Error where none is installed */
export async function openBrowser(): Promise<Browser> {
  if (!browserPath) throw new Error(absence)
  // Chromium's sandbox refuses to run as root, which is what containers are; the tests visit nothing but themselves
  const root = process.getuid?.() === 0
  const shared = ['--disable-dev-shm-usage', '--disable-gpu']
  return chromium.launch({ executablePath: browserPath, args: root ? [...shared, '--no-sandbox'] : shared })
}
