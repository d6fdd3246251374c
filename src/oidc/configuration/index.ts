/**
 * Everything that oidc-provider is told: endpoints, features, lives, claims, clients, cookies, pages. May not touch a
 * table but through the store. Invariant: no default that the library meant for development is left in place.
 */
export * from './clients.ts'
export * from './configuration.ts'
export * from './cookies.ts'
