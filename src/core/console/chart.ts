import type { Text } from '../texts.ts'
import type { Said } from './words.ts'

/** Numbers to look at, drawn on the server, and always to be read as a table as well. */
export interface ChartSection {
  readonly kind: 'chart'
  /** `funnel`: each place is part of the first; `ranks`: the most frequent first. Both of one series, places in rows. */
  readonly shape: 'bars' | 'lines' | 'funnel' | 'ranks'
  readonly heading: Said
  readonly lead?: readonly Said[]
  /** What the places are, such as "Day"; heads the table's first column. */
  readonly axis: Text
  readonly places: readonly Said[]
  readonly series: readonly ChartSeries[]
  /** Said where every number is 0. */
  readonly empty: Text
}
export interface ChartSeries {
  readonly name: Said
  /** One a place. */
  readonly values: readonly number[]
}

/** The least round number that is not below any value: 1, 2, 5, 10, 20, … */
export function topOf(values: readonly number[]): number {
  const most = Math.max(1, ...values)
  const power = 10 ** Math.floor(Math.log10(most))
  return [1, 2, 5, 10].map(step => step * power).find(step => step >= most) ?? most
}
