import type { ConfigPlan, KeptObject, PlanOptions } from '../../operations/config-plan.ts'
import type { PathChange } from '../../operations/object-diff.ts'

const sign = { create: '+', update: '~', delete: '-' } as const

function pathLine({ path, before, after }: PathChange): string {
  if (before === undefined) return `    ${path}: ${after}`
  if (after === undefined) return `    ${path}: ${before} → (nothing)`
  return before === after ? `    ${path}: changed, not shown` : `    ${path}: ${before} → ${after}`
}

const count = (plan: ConfigPlan, action: keyof typeof sign): number =>
  plan.changes.filter(change => change.action === action).length

/** What would change, object by object, place by place. */
export function planLines(plan: ConfigPlan): readonly string[] {
  if (plan.changes.length === 0) return ['Nothing to change.']
  return [
    ...plan.changes.flatMap(({ action, kind, id, paths }) => [
      `${sign[action]} ${action} ${kind} ${id}`,
      ...paths.filter(({ path }) => path !== 'kind' && path !== 'id').map(pathLine),
    ]),
    `${count(plan, 'create')} to create, ${count(plan, 'update')} to update, ${count(plan, 'delete')} to delete.`,
  ]
}

const driftLine = ({ kind, id, fileVersion, version, managedBy }: KeptObject): string =>
  `drift: ${kind} ${id} was changed elsewhere since a file wrote it (version ${fileVersion}, now ${version}; managed by ${managedBy})`

/** What is worth knowing beside the changes. */
export const planNotes = (plan: ConfigPlan, { prune = false }: PlanOptions): readonly string[] => [
  ...plan.drift.map(driftLine),
  ...(prune
    ? []
    : plan.unlisted.map(({ kind, id }) => `${kind} ${id} is kept by a file, but by none of these; --prune deletes it`)),
]
