import { clientKind } from './clients.ts'
import { insurerKind } from './insurers.ts'
import type { ObjectKind } from './object-kind.ts'
import { brandingKind, textsKind } from './organization-parts.ts'
import { organizationKind } from './organizations.ts'
import { policyKind } from './policies.ts'

/** Every kind of object; the order of writing is that of `objectSchemas`, the order of deleting the opposite. */
// biome-ignore lint/suspicious/noExplicitAny: a registry of kinds over different objects
export const objectKinds: ReadonlyMap<string, ObjectKind<any>> = new Map(
  [organizationKind, clientKind, insurerKind, policyKind, brandingKind, textsKind].map(kind => [kind.kind, kind]),
)

/** @throws Error where a kind has a schema but no way into the database */
// biome-ignore lint/suspicious/noExplicitAny: see objectKinds
export function kindOf(name: string): ObjectKind<any> {
  const kind = objectKinds.get(name)
  if (!kind) throw new Error(`kind ${name} has a schema but no way into the database`)
  return kind
}
