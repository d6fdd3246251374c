import type { Route } from './contract.ts'
import { accessCodeRoutes } from './resources/access-codes.ts'
import { accountActRoutes } from './resources/account-acts.ts'
import { accountRoutes } from './resources/accounts.ts'
import { applicationRoutes } from './resources/applications.ts'
import { auditRoutes } from './resources/audit-events.ts'
import { brandingRoutes } from './resources/branding.ts'
import { brandingTextRoutes } from './resources/branding-texts.ts'
import { clientTestRoutes } from './resources/client-tests.ts'
import { clientRoutes } from './resources/clients.ts'
import { factorResetRoutes } from './resources/factor-resets.ts'
import { insurerRoutes } from './resources/insurers.ts'
import { invitationRoutes } from './resources/invitations.ts'
import { keyRoutes } from './resources/keys.ts'
import { messageRoutes } from './resources/messages.ts'
import { operatorRoutes } from './resources/operators.ts'
import { organizationRoutes } from './resources/organizations.ts'
import { patientRoutes } from './resources/patients.ts'
import { policyRoutes } from './resources/policies.ts'
import { prospectRoutes } from './resources/prospects.ts'
import { settingRoutes } from './resources/settings.ts'

const all = [
  ...organizationRoutes,
  ...patientRoutes,
  ...accessCodeRoutes,
  ...invitationRoutes,
  ...applicationRoutes,
  ...prospectRoutes,
  ...accountRoutes,
  ...accountActRoutes,
  ...factorResetRoutes,
  ...clientRoutes,
  ...clientTestRoutes,
  ...insurerRoutes,
  ...keyRoutes,
  ...operatorRoutes,
  ...policyRoutes,
  ...brandingRoutes,
  ...brandingTextRoutes,
  ...auditRoutes,
  ...messageRoutes,
  ...settingRoutes,
] as const

/** Every route, by resource as docs and document show them. */
export const routes: readonly Route[] = all
/** The same, with what each takes and gives. */
export type KnownRoute = (typeof all)[number]
