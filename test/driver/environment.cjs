const vm = require('node:vm')
const { TestEnvironment } = require('jest-environment-node')

const codes = new Map()
const { SourceTextModule, compileFunction } = vm
const stat = { hit: 0, miss: 0, rej: 0 }

vm.SourceTextModule = class extends SourceTextModule {
  constructor(code, options) {
    const known = codes.get(options.identifier)
    const isKnown = known?.code === code
    super(code, isKnown ? { ...options, cachedData: known.cachedData } : options)
    if (isKnown) stat.hit++
    else stat.miss++
    if (!isKnown) codes.set(options.identifier, { code, cachedData: this.createCachedData() })
  }
}
vm.compileFunction = (code, parameters, options) => {
  const key = `${options.filename}`
  const known = codes.get(key)
  const isKnown = known?.code === code
  const made = compileFunction(
    code,
    parameters,
    isKnown ? { ...options, cachedData: known.cachedData } : { ...options, produceCachedData: true },
  )
  if (isKnown) {
    stat.hit++
    if (made.cachedDataRejected) stat.rej++
  }
  if (!isKnown) {
    stat.miss++
    codes.set(key, { code, cachedData: made.cachedData })
  }
  return made
}
process.on('exit', () => process.stderr.write(JSON.stringify(stat) + '\n'))
module.exports = TestEnvironment
