/**
 * Platform: what every floor above needs from the machine: time, randomness, sealing, logs, metrics, guarded outbound
 * calls, languages. May not know a table, a route or a flow. Invariant: nothing here writes a secret or a personal
 * detail anywhere but where it was told to.
 */
export * from './circuit.ts'
export * from './clock.ts'
export * from './correlation.ts'
export * from './errors.ts'
export * from './languages/index.ts'
export * from './logger.ts'
export * from './metrics.ts'
export * from './outbound.ts'
export * from './random.ts'
export * from './root.ts'
export * from './sealing.ts'
export * from './tracing.ts'
