import { createServer } from 'node:http'
import type Koa from 'koa'

export interface Site {
  close(): Promise<void>
}

/**
 * Serves a demo site on 127.0.0.1. A request under another name is refused: a page elsewhere whose name is made to
 * point at this machine (DNS rebinding) must not read the inbox.
 */
export async function serve(app: Koa, port: number): Promise<Site> {
  app.middleware.unshift(async (ctx, next) => {
    if (ctx.hostname === 'localhost' || ctx.hostname === '127.0.0.1') return next()
    ctx.status = 421
    ctx.body = 'This demo answers on localhost only.'
  })
  const server = createServer(app.callback())
  await new Promise<void>((ready, fail) => {
    server.once('error', fail)
    server.listen(port, '127.0.0.1', ready)
  })
  return {
    close: () =>
      new Promise(done => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}
