/**
 * Demographic matching: whether what a person says of themself describes one record of the registry. Pure: candidates
 * come from an index, contacts as opaque keys, today as an argument. Invariant: only *certain* links by itself, and
 * whatever is doubtful takes certainty away: a rival, a shared contact, an index that did not show everything.
 */
export * from './compare.ts'
export * from './grade.ts'
export * from './keys.ts'
export * from './memory.ts'
export * from './model.ts'
export * from './names.ts'
export * from './reasons.ts'
export * from './record.ts'
