import { clientKind } from './clients.ts'
import { insurerKind } from './insurers.ts'
import type { ObjectKind } from './object-kind.ts'
import { organizationKind } from './organizations.ts'
import { policyKind } from './policies.ts'

/** Every kind of object; the order of writing is that of `objectSchemas`. */
// biome-ignore lint/suspicious/noExplicitAny: a registry of kinds over different objects
export const objectKinds: ReadonlyMap<string, ObjectKind<any>> = new Map(
  [organizationKind, clientKind, insurerKind, policyKind].map(kind => [kind.kind, kind]),
)
