import type {
  CodeSection,
  ConsoleScreen,
  ConsoleSection,
  FactsSection,
  NoticeSection,
  PaperSection,
  TableSection,
  WaysSection,
} from '../../src/core/console/index.ts'
import { safeHref } from '../html.ts'
import { ChartView } from './chart.tsx'
import { ConsoleFormView } from './form.tsx'
import { PreviewView } from './preview.tsx'
import { CellView, type Drawing, Lead, LinkList, SaidView } from './said.tsx'
import { SheetView } from './sheet.tsx'

interface SectionProps<S = ConsoleSection> {
  readonly section: S
  readonly at: number
  readonly screen: ConsoleScreen
  readonly drawing: Drawing
}

export function SectionView(props: SectionProps) {
  const { section, screen, drawing, at } = props
  switch (section.kind) {
    case 'facts':
      return <Facts {...props} section={section} />
    case 'table':
      return <Table {...props} section={section} />
    case 'form':
      return <ConsoleFormView form={section} screen={screen} drawing={drawing} />
    case 'chart':
      return <ChartView section={section} at={at} drawing={drawing} />
    case 'code':
      return <Code {...props} section={section} />
    case 'notice':
      return <Notice {...props} section={section} />
    case 'paper':
      return <Paper {...props} section={section} />
    case 'sheet':
      return <SheetView section={section} at={at} nonce={screen.nonce} drawing={drawing} />
    case 'ways':
      return <Ways {...props} section={section} />
    case 'preview':
      return <PreviewView section={section} at={at} nonce={screen.nonce} t={drawing.t} />
  }
}

const Facts = ({ section, at, drawing }: SectionProps<FactsSection>) => (
  <section class="part" aria-labelledby={section.heading && `s-${at}`}>
    {section.heading && (
      <h2 id={`s-${at}`}>
        <SaidView said={section.heading} t={drawing.t} />
      </h2>
    )}
    <Lead lead={section.lead} t={drawing.t} />
    <dl class="facts">
      {section.facts.map(({ label, value }, index) => (
        <div key={index}>
          <dt>
            <SaidView said={label} t={drawing.t} />
          </dt>
          <dd>
            <CellView cell={value} drawing={drawing} />
          </dd>
        </div>
      ))}
    </dl>
    <LinkList links={section.links} t={drawing.t} />
  </section>
)

/** A phone's style takes the table's display away, and with it what browsers know of it: so it is said. */
const is = {
  table: { role: 'table' },
  rowgroup: { role: 'rowgroup' },
  row: { role: 'row' },
  columnheader: { role: 'columnheader' },
  rowheader: { role: 'rowheader' },
  cell: { role: 'cell' },
} as const

const Table = ({ section, at, drawing }: SectionProps<TableSection>) => {
  const { t } = drawing
  const { heading, lead, columns, rows, empty, next, links } = section
  return (
    <section class="part" aria-labelledby={`s-${at}`}>
      <h2 id={`s-${at}`}>
        <SaidView said={heading} t={t} />
      </h2>
      <Lead lead={lead} t={t} />
      {rows.length === 0 ? (
        <p class="quiet">{t(empty)}</p>
      ) : (
        <table class="cards" {...is.table} aria-labelledby={`s-${at}`}>
          <thead {...is.rowgroup}>
            <tr {...is.row}>
              {columns.map(({ label, isNumber }) => (
                <th key={label.id} {...is.columnheader} scope="col" class={isNumber ? 'number' : undefined}>
                  {t(label)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody {...is.rowgroup}>
            {rows.map(({ cells }, row) => (
              <tr key={row} {...is.row}>
                {cells.map((cell, index) => {
                  const column = columns[index]
                  const shown = (
                    <>
                      {index > 0 && column && (
                        <span class="column" aria-hidden="true">
                          {t(column.label)}
                        </span>
                      )}
                      <span class="cell">
                        <CellView cell={cell} drawing={drawing} />
                      </span>
                    </>
                  )
                  return index === 0 ? (
                    <th key={index} {...is.rowheader} scope="row">
                      {shown}
                    </th>
                  ) : (
                    <td key={index} {...is.cell} class={column?.isNumber ? 'number' : undefined}>
                      {shown}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <LinkList
        links={[...(links ?? []), ...(next ? [{ href: next, label: { id: 'view.console.next' } }] : [])]}
        t={t}
      />
    </section>
  )
}

const Code = ({ section, at, drawing: { t } }: SectionProps<CodeSection>) => (
  <section class="part" aria-labelledby={`s-${at}`}>
    <h2 id={`s-${at}`}>
      <SaidView said={section.label} t={t} />
    </h2>
    <Lead lead={section.lead} t={t} />
    {/* scrolls sideways by itself, so it must be reachable without a mouse */}
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
    <pre class="code" tabIndex={0}>
      <code>{section.code}</code>
    </pre>
  </section>
)

const Notice = ({ section, drawing: { t } }: SectionProps<NoticeSection>) => (
  <div class={`note ${section.tone}`}>
    {section.heading && (
      <h2>
        <SaidView said={section.heading} t={t} />
      </h2>
    )}
    <Lead lead={section.body} t={t} />
    <LinkList links={section.links} t={t} />
  </div>
)

const Paper = ({ section, at, drawing: { t } }: SectionProps<PaperSection>) => (
  <section class="part paper" aria-labelledby={`s-${at}`}>
    <h2 id={`s-${at}`}>
      <SaidView said={section.heading} t={t} />
    </h2>
    <Lead lead={section.body} t={t} />
    {section.code && (
      <p>
        <code class="big">{section.code}</code>
      </p>
    )}
    <Lead lead={section.after} t={t} />
    <button type="button" class="second" data-print hidden>
      {t({ id: 'view.console.print' })}
    </button>
  </section>
)

const Ways = ({ section, at, drawing: { t } }: SectionProps<WaysSection>) => (
  <section class="part" aria-labelledby={section.heading && `s-${at}`}>
    {section.heading && (
      <h2 id={`s-${at}`}>
        <SaidView said={section.heading} t={t} />
      </h2>
    )}
    <ul class="ways">
      {section.ways.map(({ href, label, help, count }) => (
        <li key={href}>
          <a href={safeHref(href)}>
            <span>
              <SaidView said={label} t={t} />
              {help && (
                <small>
                  <SaidView said={help} t={t} />
                </small>
              )}
            </span>
            {count !== undefined && <span class="count">{count}</span>}
          </a>
        </li>
      ))}
    </ul>
  </section>
)
