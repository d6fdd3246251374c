import type { Cell, ConsoleLink, Said } from '../../src/core/console/index.ts'
import type { Language, Translate } from '../../src/core/index.ts'
import { tellDay, tellMoment } from '../../src/core/moments.ts'
import { safeHref } from '../html.ts'
import { Words } from '../partials/words.tsx'

/** What every part of a page is drawn with. */
export interface Drawing {
  readonly t: Translate
  readonly language: Language
  readonly timeZone: string | undefined
  /** For what is printed for somebody else. */
  readonly translators: (language: Language) => Translate
}

export const say = (t: Translate, said: Said): string => (typeof said === 'string' ? said : t(said))

/** Words of ours with their marks, or a value as it is. */
export const SaidView = ({ said, t }: { readonly said: Said; readonly t: Translate }) =>
  typeof said === 'string' ? <>{said}</> : <Words t={t} text={said} />

export const Lead = ({ lead, t }: { readonly lead: readonly Said[] | undefined; readonly t: Translate }) => (
  <>
    {lead?.map((said, index) => (
      <p key={index}>
        <SaidView said={said} t={t} />
      </p>
    ))}
  </>
)

export const LinkList = ({
  links,
  t,
  label,
}: {
  readonly links: readonly ConsoleLink[] | undefined
  readonly t: Translate
  readonly label?: string
}) =>
  links && links.length > 0 ? (
    <ul class={label ?? 'links'}>
      {links.map(({ href, label: said }) => (
        <li key={href}>
          <a href={safeHref(href)}>
            <SaidView said={said} t={t} />
          </a>
        </li>
      ))}
    </ul>
  ) : null

export function CellView({ cell, drawing }: { readonly cell: Cell; readonly drawing: Drawing }) {
  const { t, language, timeZone } = drawing
  if (typeof cell === 'string') return <>{cell === '' ? <span class="quiet">—</span> : cell}</>
  if ('id' in cell) return <Words t={t} text={cell} />
  switch (cell.kind) {
    case 'link':
      return (
        <a href={safeHref(cell.href)} aria-label={cell.name && say(t, cell.name)}>
          <SaidView said={cell.label} t={t} />
        </a>
      )
    case 'moment':
      return <time dateTime={cell.at}>{tellMoment(new Date(cell.at), language, timeZone)}</time>
    case 'day':
      return <time dateTime={cell.at}>{tellDay(new Date(cell.at), language, isDate(cell.at) ? 'UTC' : timeZone)}</time>
    case 'code':
      return <code>{cell.value}</code>
    case 'tag':
      return (
        <span class={`tag ${cell.tone}`}>
          <SaidView said={cell.label} t={t} />
        </span>
      )
    case 'lines':
      return cell.cells.length === 0 ? (
        <span class="quiet">—</span>
      ) : (
        <>
          {cell.cells.map((each, index) => (
            <span class="line" key={index}>
              <CellView cell={each} drawing={drawing} />
            </span>
          ))}
        </>
      )
  }
}

/** A day without a time of day is the same one everywhere. */
const isDate = (at: string): boolean => !at.includes('T')
