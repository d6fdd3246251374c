/**
 * The numbers of this program's advisory locks, all of them: two that are the same would make strangers wait for each
 * other. Any number will do; instances of two versions agree only while it stays.
 */
export const advisoryLocks = {
  migration: 7_160_321,
  dataKeys: 7_160_322,
  signingKeys: 7_160_323,
  auditChain: 7_160_324,
  samlKeys: 7_160_325,
  eventCounts: 7_160_326,
  configuration: 7_160_330,
  /** Of a space of its own: with a second number for the organisation. */
  registry: 7_160_331,
} as const
