import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import Router from '@koa/router'
import Koa from 'koa'
import { projectRoot } from '../../platform/index.ts'
import { type Site, serve } from '../site.ts'
import { renderApp } from './page.tsx'

export interface SpaOptions {
  readonly port: number
  readonly issuer: string
  readonly clientId: string
  readonly scope: string
}

const library = join(projectRoot, 'node_modules/oidc-client-ts/dist/browser/oidc-client-ts.min.js')
const script = join(projectRoot, 'src/demo/spa/app.js')

/** A public client in the browser: static files only. On 127.0.0.1, which is another site than localhost. */
export async function startSpa({ port, issuer, clientId, scope }: SpaOptions): Promise<Site> {
  const url = `http://127.0.0.1:${port}`
  const settings = {
    authority: issuer,
    client_id: clientId,
    scope,
    redirect_uri: `${url}/callback`,
    post_logout_redirect_uri: `${url}/`,
  }
  const page = (ctx: Koa.Context): void => {
    ctx.set(
      'content-security-policy',
      `default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src data:; connect-src 'self' ${issuer}`,
    )
    ctx.type = 'html'
    ctx.body = renderApp()
  }
  const router = new Router()
    .get('/', page)
    .get('/callback', page)
    .get('/settings.json', ctx => {
      ctx.body = settings
    })
    .get('/oidc-client-ts.js', async ctx => {
      ctx.type = 'js'
      ctx.body = await readFile(library)
    })
    .get('/app.js', async ctx => {
      ctx.type = 'js'
      ctx.body = await readFile(script)
    })
  const app = new Koa()
  app.use(router.routes())
  return serve(app, port)
}
