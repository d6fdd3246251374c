import vm from 'node:vm'
import { TestEnvironment } from 'jest-environment-node'

/**
 * Every test file loads all of its modules anew, into a context of its own; a worker does so dozens of times. What V8
 * made of a module's text the first time is kept, so that the next file's are not parsed again: a quarter of what loading
 * costs. Nothing else is shared: each file evaluates its own modules.
 */
const { SourceTextModule, compileFunction } = vm
/** By file, as long as its text is the same. */
const kept = new Map()
const keptOf = (file, code) => {
  const known = kept.get(file)
  return known?.code === code ? known.cachedData : undefined
}

vm.SourceTextModule = new Proxy(SourceTextModule, {
  construct(Target, [code, options]) {
    // what a test itself compiles has no name
    if (options?.identifier === undefined) return new Target(code, options)
    const file = `module ${options.identifier}`
    const cachedData = keptOf(file, code)
    try {
      if (cachedData) return new Target(code, { ...options, cachedData })
    } catch (error) {
      // where flags of V8 have changed it is parsed anew
      if (error.code !== 'ERR_VM_MODULE_CACHED_DATA_REJECTED') throw error
    }
    const made = new Target(code, options)
    kept.set(file, { code, cachedData: made.createCachedData() })
    return made
  },
})

vm.compileFunction = (code, parameters, options) => {
  if (options?.filename === undefined) return compileFunction(code, parameters, options)
  const file = `script ${options.filename}`
  const cachedData = keptOf(file, code)
  if (cachedData) return compileFunction(code, parameters, { ...options, cachedData })
  const made = compileFunction(code, parameters, { ...options, produceCachedData: true })
  kept.set(file, { code, cachedData: made.cachedData })
  return made
}

export default TestEnvironment
