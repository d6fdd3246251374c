import { Problem } from './problems.ts'

/** An operation's refusal as a problem; what the address names and is not there is a 404. @throws Problem */
export function accepted<T extends { readonly kind: string }>(
  result: T,
  notFound: readonly string[] = [],
): Exclude<T, { readonly kind: 'refused' }> {
  if (result.kind === 'refused') {
    const { problem } = result as unknown as { readonly problem: string }
    if (notFound.includes(problem)) throw new Problem('not-found')
    if (problem === 'changed-meanwhile') throw new Problem('precondition-failed')
    if (problem === 'exists-already' || problem === 'managed-by-file') throw new Problem(problem)
    throw Problem.refusal(problem)
  }
  return result as Exclude<T, { readonly kind: 'refused' }>
}

/** The same of something that is to be there. @throws Problem */
export function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Problem('not-found')
  return value
}
