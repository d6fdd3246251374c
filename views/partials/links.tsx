import type { Link, Translate } from '../../src/core/index.ts'
import { safeHref } from '../html.ts'

interface LinksProps {
  readonly links: readonly Link[] | undefined
  readonly t: Translate
}

/**
 * Quiet links under a form.
 * @param about id of what they are about, where several are called the same
 */
export const Links = ({ links, t, about }: LinksProps & { about?: string }) =>
  links && links.length > 0 ? (
    <ul class="links">
      {links.map(link => (
        <li key={link.href}>
          <a
            href={safeHref(link.href)}
            aria-label={link.name && t(link.name)}
            aria-describedby={link.name ? undefined : about}
          >
            {t(link.label)}
          </a>
        </li>
      ))}
    </ul>
  ) : null

/** Big rows to other places; after a form an "or" stands before them. */
export const Ways = ({ links, t, after }: LinksProps & { after: boolean }) =>
  links && links.length > 0 ? (
    <>
      {after && <p class="or">{t({ id: 'view.or' })}</p>}
      <ul class="ways">
        {links.map(link => (
          <li key={link.href}>
            <a href={safeHref(link.href)}>{t(link.label)}</a>
          </li>
        ))}
      </ul>
    </>
  ) : null

/** Terms are read beside the form, so that what was typed stays. */
export const NewTabLink = ({ link, t }: { link: Link; t: Translate }) => (
  <a href={safeHref(link.href)} target="_blank" rel="noopener">
    {t(link.label)} <span class="quiet">{t({ id: 'view.new-tab' })}</span>
  </a>
)
