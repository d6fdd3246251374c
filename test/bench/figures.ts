/** One measured figure. Without a limit it is only reported: noise must not break a build. */
export interface Figure {
  readonly name: string
  readonly value: string
  readonly limit?: string
  /** Left out where there is no limit. */
  readonly isWithin?: boolean
}

/** A figure that must not be above its limit. */
export const atMost = (name: string, value: number, limit: number, unit = '', digits = 2): Figure => ({
  name,
  value: `${value.toFixed(digits)}${unit && ` ${unit}`}`,
  limit: `${limit}${unit && ` ${unit}`}`,
  isWithin: value <= limit,
})

/** A figure that must be what it is. */
export const exactly = (name: string, value: number | string, wanted: number | string): Figure => ({
  name,
  value: String(value),
  limit: `= ${wanted}`,
  isWithin: value === wanted,
})

export const reported = (name: string, value: string): Figure => ({ name, value })

/** A table for a terminal or a log. */
export function renderFigures(title: string, figures: readonly Figure[]): string {
  const rows = [
    ['figure', 'measured', 'limit', ''],
    ...figures.map(({ name, value, limit, isWithin }) => [
      name,
      value,
      limit ?? '–',
      isWithin === undefined ? '' : isWithin ? 'pass' : 'OVER',
    ]),
  ]
  const widths = [0, 1, 2, 3].map(column => Math.max(...rows.map(row => row[column]?.length ?? 0)))
  const lines = rows.map(row =>
    row
      .map((cell, column) =>
        column === 1 || column === 2 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  )
  lines.splice(1, 0, widths.map(width => '-'.repeat(width)).join('  '))
  return `\n${title}\n${lines.join('\n')}\n`
}
