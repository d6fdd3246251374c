import type { Context } from 'koa'
import { renderConsole } from '../../../views/index.ts'
import { text } from '../../core/index.ts'
import { languageOf, languageSwitchOf } from '../../http/index.ts'
import { newReference } from '../../platform/index.ts'
import type { ConsoleParts } from './index.ts'

interface Unsent {
  readonly action: string
  readonly body: unknown
  readonly secrets: readonly string[]
}

/** The database is away: the form itself waits in the page, to be sent once more as it was. */
export function drawAway({ frame, house, translators }: ConsoleParts, ctx: Context, unsent: Unsent): void {
  const language = languageOf(ctx, frame.cookies)
  const reference = newReference(house.random)
  ctx.state.reference = reference
  const { action, body, secrets } = unsent
  const fields = Object.entries((body ?? {}) as Readonly<Record<string, unknown>>).flatMap(([name, value]) =>
    secrets.includes(name)
      ? []
      : [value]
          .flat()
          .flatMap(each => (typeof each === 'string' ? [{ kind: 'hidden', name, value: each } as const] : [])),
  )
  ctx.status = 503
  ctx.set('retry-after', '5')
  ctx.type = 'html'
  ctx.body = renderConsole(
    {
      page: {
        name: 'away',
        title: text('console.trouble-page'),
        sections: [
          { kind: 'form', act: 'again', lead: [text('console.away')], fields, submit: text('console.send-again') },
        ],
      },
      language,
      nonce: ctx.state.nonce,
      languageSwitch: languageSwitchOf(ctx, language),
      trouble: { heading: text('console.problem.unavailable'), items: [], reference },
      forms: { again: { action, hidden: {} } },
    },
    translators,
  )
}
