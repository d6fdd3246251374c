import { normalizeAccessCode } from '../../core/access-code.ts'
import type { LimitRegistry } from '../../flow-engine/index.ts'

/**
 * Budgets of this journey. A code's own five tries stand in its row; these two slow down who tries many codes, and who
 * keeps opening one that is known. The second is silent: it must not tell a real code from an invented one.
 */
export const activateLimits: LimitRegistry = {
  'access-code-address': {
    rule: ({ house: { settings } }) => ({
      points: settings.limits.access_code_address_points,
      seconds: settings.limits.access_code_address_seconds,
    }),
    key: context => context.visitor.ip,
  },
  'access-code': {
    rule: ({ house: { settings } }) => ({
      points: settings.limits.access_code_opens,
      seconds: settings.limits.access_code_opens_seconds,
      silent: true,
    }),
    key: (_context, input) => normalizeAccessCode(String(input.access_code ?? '')) ?? '',
  },
}
