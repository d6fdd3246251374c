import { readReference } from '../../core/references.ts'
import { CliError } from '../context.ts'

/** @throws CliError */
export function idOf(typed: string, what: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(typed)) throw new CliError(`That is not ${what}.`)
  return typed.toLowerCase()
}

/** @throws CliError */
export function codeOf(typed: string): string {
  const code = readReference(typed)
  if (!code) throw new CliError('A reference code has six letters and digits, such as K7Q-2WX.')
  return code
}

/** @throws CliError */
export function momentOf(typed: string, option: string): Date {
  const moment = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/.test(typed)
    ? new Date(typed)
    : undefined
  if (!moment || Number.isNaN(moment.getTime()))
    throw new CliError(`${option} is a moment such as 2026-11-28 or 2026-11-28T09:30Z.`)
  return moment
}
