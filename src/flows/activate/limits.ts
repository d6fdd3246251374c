import { normalizeAccessCode } from '../../core/access-code.ts'
import type { LimitRegistry } from '../../flow-engine/index.ts'
import { hours, minutes } from '../../platform/index.ts'

/**
 * Budgets of this journey. A code's own five tries stand in its row; these two slow down who tries many codes, and who
 * keeps opening one that is known. The second is silent: it must not tell a real code from an invented one.
 */
export const activateLimits: LimitRegistry = {
  'access-code-address': {
    rule: () => ({ points: 60, seconds: minutes(10) }),
    key: context => context.visitor.ip,
  },
  'access-code': {
    rule: () => ({ points: 30, seconds: hours(1), silent: true }),
    key: (_context, input) => normalizeAccessCode(String(input.access_code ?? '')) ?? '',
  },
}
