import type { PreviewSection } from '../../src/core/console/index.ts'
import type { Translate } from '../../src/core/index.ts'
import { brandColours } from '../branding.ts'
import { safeImage } from '../html.ts'
import { Mark } from '../partials/mark.tsx'
import { SaidView } from './said.tsx'

interface PreviewProps {
  readonly section: PreviewSection
  readonly at: number
  readonly nonce: string
  readonly t: Translate
}

/** By day and by night, side by side, with the colours that the hosted pages make of the brand's. */
export function PreviewView({ section, at, nonce, t }: PreviewProps) {
  const { heading, brand, sample } = section
  const logo = safeImage(brand.logo)
  const colours = brandColours(brand)
  const rule = (name: 'day' | 'night') =>
    `.preview-${at} .${name}{--accent:${colours[name].accent};--on-accent:${colours[name].onAccent}}`
  return (
    <section class={`part preview preview-${at}`} aria-labelledby={`s-${at}`}>
      <style nonce={nonce}>{rule('day') + rule('night')}</style>
      <h2 id={`s-${at}`}>
        <SaidView said={heading} t={t} />
      </h2>
      <div class="both">
        {(['day', 'night'] as const).map(name => (
          <div class={`sheet ${name}`} key={name}>
            <p class="brand">
              {logo ? <img class="logo" src={logo} alt="" /> : <Mark />}
              {brand.name}
            </p>
            <p class="title">
              <SaidView said={sample.title} t={t} />
            </p>
            <p>
              <SaidView said={sample.body} t={t} />{' '}
              <span class="link">
                <SaidView said={sample.link} t={t} />
              </span>
            </p>
            <span class="button">
              <SaidView said={sample.button} t={t} />
            </span>
          </div>
        ))}
      </div>
    </section>
  )
}
