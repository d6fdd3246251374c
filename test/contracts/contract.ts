import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { flows } from '../../src/flows/index.ts'
import type { Agent, Answer } from '../driver/agent.ts'
import { clock } from '../driver/clock.ts'
import { openWorld, type World } from '../driver/world.ts'
import { closeInsurer } from './insurer-journeys.ts'
import { baseOf, hasDeparted, type Journey, stepOf } from './journey.ts'

const maxSteps = 20

/**
 * One contract for every flow, generated from its definition: whatever a browser does, a journey stays one journey. Each
 * test file is a part of the journeys with an installation of its own, so that several run at once.
 */
export function describeContract(journeys: Readonly<Record<string, Journey>>): void {
  let world: World
  beforeAll(async () => {
    // hashing is light: what is shown here is the same however long a hash takes
    world = await openWorld({ instances: 2, settings: { passwords: { memory_kib: 64, queue: 1000 } } })
  })
  afterAll(async () => {
    await closeInsurer(world)
    await world.close()
  })
  afterEach(() => clock.reset())

  describe.each(Object.entries(journeys))('the flow %s', (_name, journey) => {
    const flow = flows.find(each => each.name === journey.flow) as (typeof flows)[number]
    const names = flow.steps.map(step => step.name)
    const { first } = journey

    /** Walks on until `stop` says so, or the journey has departed. @returns the steps that were answered */
    async function walk(
      agent: Agent,
      answer: Awaited<ReturnType<Journey['begin']>>['answer'],
      stop: (step: string) => boolean | Promise<boolean>,
    ) {
      const walked: string[] = []
      for (let count = 0; count < maxSteps; count += 1) {
        const step = agent.current && stepOf(agent.current, first)
        if (!step || (await stop(step))) return { walked, last: agent.current as Answer }
        const { fields, action } = await answer(step)
        const reply = await agent.submit(fields, action)
        walked.push(step)
        if (hasDeparted(reply)) return { walked, last: reply }
        if (reply.status >= 400) throw new Error(`${step} was refused (${reply.status}): ${reply.page.text}`)
      }
      throw new Error(`no end after ${walked.join(', ')}`)
    }
    const atStep = async (wanted: (walked: number) => boolean) => {
      const { agent, answer } = await journey.begin(world)
      let count = -1
      const { last } = await walk(agent, answer, () => {
        count += 1
        return wanted(count)
      })
      return { agent, answer, isOver: last.status === 303 }
    }

    test('skip ahead: no later step opens, and none takes a POST', async () => {
      const { agent, answer } = await journey.begin(world)
      await walk(agent, answer, async current => {
        const here = agent.current as Answer
        const base = baseOf(here)
        if (!/\/(interaction|flow)\//.test(base)) return false
        const form = agent.formFor()
        for (const later of names.slice(names.indexOf(current) + 1)) {
          const opened = await agent.open(`${base}/${later}`)
          expect([later, stepOf(opened, first)]).toEqual([later, current])
          const posted = await agent.post(`${base}/${later}`, { ...form.fields, code: '000000', action: '' })
          expect([later, posted.status < 500, stepOf(posted, first)]).toEqual([later, true, current])
        }
        await agent.open(base)
        return false
      })
    })

    test('ends where it should, resumed in another tab at every step', async () => {
      const { agent, answer } = await journey.begin(world)
      const { walked, last } = await walk(agent, answer, async current => {
        const resumed = await agent.open(baseOf(agent.current as Answer))
        expect(stepOf(resumed, first)).toBe(current)
        return false
      })
      expect(walked[0]).toBe(first)
      expect(hasDeparted(last)).toBe(true)
    })

    test('go back: an answered step opens again, and the journey still ends', async () => {
      const { agent, answer } = await journey.begin(world)
      const visited: string[] = []
      const { last } = await walk(agent, answer, async current => {
        const base = baseOf(agent.current as Answer)
        const before = visited.at(-1)
        if (before && /\/(interaction|flow)\//.test(base)) {
          const opened = await agent.open(`${base}/${before}`)
          expect(opened.status).toBe(200)
          await agent.open(base)
        }
        visited.push(current)
        return false
      })
      expect(hasDeparted(last)).toBe(true)
    })

    test('double submit: the same form twice at once moves the journey once', async () => {
      const { agent, answer } = await journey.begin(world)
      for (let count = 0; count < maxSteps; count += 1) {
        const step = stepOf(agent.current as Answer, first)
        if (!step) break
        const { fields, action } = await answer(step)
        const form = agent.formFor(action)
        const body = { ...form.fields, ...fields, ...(action ? { action } : {}) }
        const answers = await Promise.all([agent.post(form.action, body), agent.post(form.action, body)])
        for (const each of answers) expect([step, each.status < 500]).toEqual([step, true])
        const departed = answers.find(hasDeparted)
        if (departed) return
        // whichever was slower, the dispatcher knows where the journey is, and it is past this step
        const next = await agent.open(baseOf(answers.find(each => each.status === 200) ?? (answers[0] as Answer)))
        expect(stepOf(next, first)).not.toBe(step)
      }
      throw new Error('the journey did not end')
    })

    test('replay: a form of the past changes nothing', async () => {
      const { agent, answer } = await journey.begin(world)
      const sent: { url: string; body: Record<string, string> }[] = []
      for (let count = 0; count < maxSteps; count += 1) {
        const step = stepOf(agent.current as Answer, first)
        if (!step) break
        const { fields, action } = await answer(step)
        const form = agent.formFor(action)
        const url = new URL(form.action, agent.current?.url).href
        const body = { ...form.fields, ...fields, ...(action ? { action } : {}) }
        const reply = await agent.post(url, body)
        if (/\/(interaction|flow)\//.test(url)) sent.push({ url, body })
        if (hasDeparted(reply)) break
      }
      const before = await census(world)
      for (const { url, body } of sent) expect((await agent.post(url, body)).status).toBeLessThan(500)
      expect(await census(world)).toEqual(before)
    })

    test('wrong browser: sees nothing of the journey and cannot go on with it', async () => {
      const { agent, isOver } = await atStep(walked => walked === 2)
      const here = agent.current as Answer
      // shorter than that, or gone on to another journey
      if (isOver || !stepOf(here, first) || !/\/(interaction|flow)\//.test(baseOf(here))) return
      const stranger = world.browser()
      const opened = await stranger.open(here.url)
      expect(opened.status).toBeGreaterThanOrEqual(400)
      expect(opened.page.text).not.toContain(here.page.heading)
      const form = agent.formFor()
      const posted = await stranger.post(new URL(form.action, here.url).href, form.fields)
      expect(posted.status).toBeGreaterThanOrEqual(400)
      expect(posted.status).toBeLessThan(500)
      expect(stepOf(await agent.open(baseOf(here)), first)).toBe(stepOf(here, first))
    })

    test('expire: an old page says so, leads on, and can be begun again', async () => {
      const { agent, isOver } = await atStep(walked => walked === 1)
      const here = agent.current as Answer
      // a journey of one step has no page that could grow old
      if (isOver || !stepOf(here, first)) return
      clock.advance(Math.max(2 * 3600, flow.ttl + 60))
      const expired = await agent.open(here.url)
      expect(expired.status).toBe(410)
      expect(expired.page.text).toMatch(/[2-9A-Z]{3}-[2-9A-Z]{3}/)
      const form = agent.page.links.find(
        link => !link.href.startsWith('#') && !link.href.startsWith('tel:') && !/lang=/.test(link.href),
      )
      expect(form).toBeDefined()
    })
  })
}

/** How many of everything that a journey could make: a replay must leave it alone. */
async function census({ database }: World) {
  const count = async (table: 'accounts' | 'account_links' | 'account_factors' | 'evidence' | 'terms_acceptances') =>
    Number(
      (
        await database.db
          .selectFrom(table)
          .select(({ fn }) => fn.countAll().as('n'))
          .executeTakeFirstOrThrow()
      ).n,
    )
  return {
    accounts: await count('accounts'),
    links: await count('account_links'),
    factors: await count('account_factors'),
    evidence: await count('evidence'),
    terms: await count('terms_acceptances'),
  }
}
