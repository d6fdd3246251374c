import { type ChartSection, topOf } from '../../src/core/console/index.ts'
import { type Drawing, Lead, SaidView, say } from './said.tsx'

interface ChartProps {
  readonly section: ChartSection
  readonly at: number
  readonly drawing: Drawing
}
const box = { width: 640, height: 220, left: 44, right: 8, top: 12, bottom: 28 } as const
const inner = { width: box.width - box.left - box.right, height: box.height - box.top - box.bottom } as const

/** A picture for those who would rather look, and the same numbers as a table for those who would rather read. */
export function ChartView({ section, at, drawing }: ChartProps) {
  const { t } = drawing
  const { heading, lead, empty, series, shape } = section
  const isEmpty = series.every(({ values }) => values.every(value => value === 0))
  const id = `s-${at}`
  return (
    <section class="part chart" aria-labelledby={id}>
      <h2 id={id}>
        <SaidView said={heading} t={t} />
      </h2>
      <Lead lead={lead} t={t} />
      {isEmpty ? (
        <p class="quiet">{t(empty)}</p>
      ) : (
        <>
          {series.length > 1 && <Legend section={section} drawing={drawing} />}
          {shape === 'funnel' || shape === 'ranks' ? (
            <Rows section={section} drawing={drawing} />
          ) : (
            <>
              <Picture section={section} drawing={drawing} />
              <Numbers section={section} drawing={drawing} />
            </>
          )}
        </>
      )}
    </section>
  )
}

const Legend = ({ section: { series }, drawing: { t } }: Omit<ChartProps, 'at'>) => (
  <ul class="legend" aria-hidden="true">
    {series.map(({ name }, index) => (
      <li key={index}>
        <svg width="14" height="14" viewBox="0 0 14 14" class={`series-${index}`} aria-hidden="true">
          <rect width="14" height="14" rx="3" />
        </svg>{' '}
        <SaidView said={name} t={t} />
      </li>
    ))}
  </ul>
)

function Picture({ section, drawing }: Omit<ChartProps, 'at'>) {
  const { t, language } = drawing
  const { places, series, shape } = section
  const top = topOf(series.flatMap(({ values }) => values))
  const y = (value: number) => box.top + inner.height * (1 - value / top)
  const slot = inner.width / Math.max(1, places.length)
  const number = new Intl.NumberFormat(language, { notation: 'compact' })
  // as many labels as fit, the last one always
  const every = Math.ceil(places.length / 8)
  return (
    <svg class="picture" viewBox={`0 0 ${box.width} ${box.height}`} role="img" aria-label={say(t, section.heading)}>
      {[0, 0.5, 1].map(share => (
        <g key={share}>
          <line class="rule" x1={box.left} x2={box.width - box.right} y1={y(top * share)} y2={y(top * share)} />
          <text class="scale" x={box.left - 6} y={y(top * share) + 4} text-anchor="end">
            {number.format(top * share)}
          </text>
        </g>
      ))}
      {shape === 'bars'
        ? series.map(({ values }, index) => (
            <g key={index} class={`series-${index}`}>
              {values.map((value, place) => {
                const width = (slot * 0.7) / series.length
                const x = box.left + slot * place + slot * 0.15 + width * index
                return <rect key={place} x={x} y={y(value)} width={width} height={box.top + inner.height - y(value)} />
              })}
            </g>
          ))
        : series.map(({ values }, index) => (
            <polyline
              key={index}
              class={`series-${index}`}
              points={values.map((value, place) => `${box.left + slot * (place + 0.5)},${y(value)}`).join(' ')}
            />
          ))}
      {places.map((place, index) =>
        (places.length - 1 - index) % every === 0 ? (
          <text key={index} class="scale" x={box.left + slot * (index + 0.5)} y={box.height - 8} text-anchor="middle">
            {say(t, place)}
          </text>
        ) : null,
      )}
    </svg>
  )
}

const Numbers = ({ section, drawing }: Omit<ChartProps, 'at'>) => {
  const { axis, places, series } = section
  const { t, language } = drawing
  const number = new Intl.NumberFormat(language)
  return (
    <details class="numbers">
      <summary>{t({ id: 'view.console.as-table' })}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">{t(axis)}</th>
            {series.map(({ name }, index) => (
              <th key={index} scope="col" class="number">
                <SaidView said={name} t={t} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {places.map((place, at) => (
            <tr key={at}>
              <th scope="row">
                <SaidView said={place} t={t} />
              </th>
              {series.map(({ values }, index) => (
                <td key={index} class="number">
                  {number.format(values[at] ?? 0)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}

/** A table already, with a bar in each row. */
const Rows = ({ section, drawing }: Omit<ChartProps, 'at'>) => {
  const { axis, places, series, shape } = section
  const { t, language } = drawing
  const [first] = series
  const values = first?.values ?? []
  const most = Math.max(1, ...values)
  const number = new Intl.NumberFormat(language)
  const share = new Intl.NumberFormat(language, { style: 'percent' })
  return (
    <table class="funnel">
      <thead>
        <tr>
          <th scope="col">{t(axis)}</th>
          <th scope="col" class="number">
            {first && <SaidView said={first.name} t={t} />}
          </th>
        </tr>
      </thead>
      <tbody>
        {places.map((place, at) => {
          const value = values[at] ?? 0
          return (
            <tr key={at}>
              <th scope="row">
                <SaidView said={place} t={t} />
                <svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                  <rect class="series-0" width={(100 * value) / most} height="8" />
                </svg>
              </th>
              <td class="number">
                {number.format(value)}
                {shape === 'funnel' && (
                  <>
                    {' '}
                    <span class="quiet">{share.format(value / Math.max(1, values[0] ?? 1))}</span>
                  </>
                )}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
