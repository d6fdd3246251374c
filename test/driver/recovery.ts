import { notes } from './canaries.ts'
import type { World } from './world.ts'

/** Links that go on with a recovery or stop one, in the messages to a phone or address, newest first. */
export async function linksIn(world: World, to: string): Promise<readonly string[]> {
  const links = (await world.inbox.messages(to)).flatMap(message => message.links)
  const found = links.filter(link => new URL(link).pathname.startsWith('/recover/'))
  for (const link of found) notes('recovery link', new URL(link).pathname.split('/').at(-1))
  return [...new Set(found)]
}

export async function linkIn(world: World, to: string): Promise<string> {
  const [link] = await linksIn(world, to)
  if (!link) throw new Error('no link was sent there')
  return link
}
