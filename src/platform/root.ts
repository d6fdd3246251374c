import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const findRoot = (from: string): string => (existsSync(join(from, 'package.json')) ? from : findRoot(dirname(from)))

/** The package's folder, the same whether the code runs from `src/` or from `dist/`. */
export const projectRoot: string = findRoot(dirname(fileURLToPath(import.meta.url)))
