import type { JSONColumnType } from 'kysely'

export type { LocalText } from '../../core/index.ts'
/** A jsonb column. */
export type Json<T extends object | null> = JSONColumnType<T>
