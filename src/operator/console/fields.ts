import type { ConsoleField } from '../../core/console/index.ts'
import { text } from '../../core/index.ts'

/** Why: wherever staff act on a person, and with what is dangerous. */
export const reasonField: ConsoleField = {
  kind: 'textarea',
  name: 'reason',
  rows: 2,
  label: text('console.field.reason'),
  hint: text('console.field.reason.hint'),
  wanted: text('console.field.reason.wanted'),
}
