/**
 * The operator console: pages as data, one template, one way for every form. It has no power of its own: whatever it shows
 * or does goes through the operator API's own routes, with the operator's own access token. Invariant: what somebody typed
 * is never lost to a sign-in that ran out, a step-up, another's change or a second press.
 */
import type { RequestListener } from 'node:http'
import type { Context, Middleware } from 'koa'
import { renderLogoutDone } from '../../../views/index.ts'
import { consolePaths } from '../../core/console/client.ts'
import { text } from '../../core/index.ts'
import { languageOf, languageSwitchOf } from '../../http/index.ts'
import type { Translators } from '../../platform/index.ts'
import { matchPath } from '../api/routing.ts'
import { answerAct } from './acting.ts'
import type { ConsoleModule } from './contract.ts'
import { areas } from './pages/index.ts'
import { createRelyingParty } from './relying-party.ts'
import type { SessionParts } from './sessions.ts'
import { showPage } from './showing.ts'
import { finishSignIn } from './sign-in.ts'
import { signOut } from './sign-out.ts'
import { parseUpload } from './uploads.ts'

export { consoleTexts } from './texts/index.ts'

export interface ConsoleParts extends SessionParts {
  readonly translators: Translators
  readonly areas: typeof areas
}

export function createConsole(
  given: Omit<ConsoleParts, 'relyingParty' | 'areas'> & { readonly own: () => RequestListener },
): Middleware {
  const parts: ConsoleParts = { ...given, areas, relyingParty: createRelyingParty(given.house, given.own) }
  const modules = areas.flatMap(area => area.modules)
  return async (ctx, next) => {
    if (ctx.path !== consolePaths.home && !ctx.path.startsWith(`${consolePaths.home}/`)) return next()
    ctx.state.route = consolePaths.home
    await (ctx.method === 'POST' ? post(parts, modules, ctx) : get(parts, modules, ctx))
  }
}

async function get(parts: ConsoleParts, modules: readonly ConsoleModule[], ctx: Context): Promise<void> {
  if (ctx.method !== 'GET' && ctx.method !== 'HEAD') return
  if (ctx.path === consolePaths.callback) return finishSignIn(parts, ctx)
  if (ctx.path === consolePaths.signedOut) return sayGoodbye(parts, ctx)
  await showPage(parts, ctx, moduleAt(modules, ctx, ctx.path))
}

async function post(parts: ConsoleParts, modules: readonly ConsoleModule[], ctx: Context): Promise<void> {
  if (ctx.path === '/console/sign-out') {
    await parts.frame.parseForm(ctx, async () => {})
    return signOut(parts, ctx)
  }
  const cut = ctx.path.lastIndexOf('/')
  const found = moduleAt(modules, ctx, ctx.path.slice(0, cut))
  const name = ctx.path.slice(cut + 1)
  const act = found && Object.hasOwn(found.module.acts ?? {}, name) ? found.module.acts?.[name] : undefined
  if (found && act) ctx.state.route = `${ctx.state.route}/${name}`
  if (!act?.takesFile) await parts.frame.parseForm(ctx, async () => {})
  else if (!(await parseUpload(parts, ctx, found?.path ?? ''))) return
  await answerAct(parts, ctx, found && act ? { ...found, name, act } : undefined)
}

export interface FoundModule {
  readonly module: ConsoleModule
  readonly params: Readonly<Record<string, string>>
  readonly path: string
}

/** The page of an address; one that says more of it comes first. */
function moduleAt(modules: readonly ConsoleModule[], ctx: Context, path: string): FoundModule | undefined {
  const [found] = modules
    .flatMap(module => {
      const params = matchPath(module.path, path)
      return params ? [{ module, params, path }] : []
    })
    .sort((one, other) => Object.keys(one.params).length - Object.keys(other.params).length)
  if (found) ctx.state.route = found.module.path.replace(/\{(\w+)\}/g, ':$1')
  return found
}

/** Nobody is signed in any more, neither here nor where the sign-in was. */
function sayGoodbye({ frame, translators }: ConsoleParts, ctx: Context): void {
  const language = languageOf(ctx, frame.cookies)
  ctx.type = 'html'
  ctx.body = renderLogoutDone(
    {
      language,
      nonce: ctx.state.nonce,
      languageSwitch: languageSwitchOf(ctx, language),
      waysOn: [{ href: consolePaths.home, label: text('console.sign-in-again') }],
    },
    translators(language),
  )
}
