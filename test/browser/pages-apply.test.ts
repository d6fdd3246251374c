import { expect, test } from '@jest/globals'
import { decideApplication } from '../../src/operations/application-decisions.ts'
import { now } from '../../src/platform/index.ts'
import { statusLinkOf } from '../driver/applicant.ts'
import type { Clinic } from '../driver/clinic.ts'
import { type Person, patient } from '../driver/patient.ts'
import { describePages, patience } from './tour.ts'

let count = 0
const emailOf = () => {
  count += 1
  return `harbor.applies.${count}@example.org`
}
const isFor = async (person: Person, whom: 'self' | 'parent') => {
  await person.page.getByLabel(person.say(`apply.who.${whom}`)).check()
  await person.continues()
}
const isCalled = async (person: Person) => {
  await person.field('person.given').fill('Isadora')
  await person.field('person.family').fill('Applecroft')
  await person.field('person.sex.female').check()
  await person.continues()
}
const staffDecide = async ({ world, organization }: Clinic, decision: Parameters<typeof decideApplication>[2]) => {
  const { id } = await world.app.house.db
    .selectFrom('applications')
    .select('id')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  const act = { actor: 'test', operator: 'Dana', organization, reason: 'the queue' }
  await decideApplication(world.app.house, id, decision, act, now())
}

describePages('pages of an application for access', ({ clinic, language, looksAt, opens }) => {
  test(
    'from the first page to the answer',
    async () => {
      const { world, portal } = clinic()
      const email = emailOf()
      const person = await opens(portal.login())
      await person.presses(person.link('sign-in.apply'))
      await person.sees('apply.who.title')
      await looksAt(person, 'apply-for-whom')
      await isFor(person, 'self')
      await looksAt(person, 'apply-birth-date')
      await person.entersBirthDate('1952-09-14')
      await looksAt(person, 'apply-names')
      await person.continues()
      await person.isTold('problem.family-name-missing')
      await isCalled(person)
      await person.givesEmail(email)
      await person.confirms(await world.inbox.latestCode(email))
      await looksAt(person, 'apply-phone')
      await person.presses(person.button('option.no-phone'))
      await person.sees('apply.review.title')
      await looksAt(person, 'apply-send')
      await person.presses(person.button('apply.review.submit'))
      await person.isTold('problem.terms-required')
      await person.field('terms.accept').check()
      await person.presses(person.button('apply.review.submit'))
      await person.sees('apply.sent.title')
      await looksAt(person, 'application-sent')
      const link = await statusLinkOf(world, email)
      await person.goes(link)
      await looksAt(person, 'application-received')
      await staffDecide(clinic(), { kind: 'ask', question: 'other-name' })
      await person.goes(await statusLinkOf(world, email))
      await looksAt(person, 'application-question')
      await person.field('apply.question.other-name').fill('Applegate')
      await person.presses(person.button('apply.status.reply'))
      await person.isNotified('notice.application-replied')
      await looksAt(person, 'application-in-review')
      await staffDecide(clinic(), { kind: 'deny', because: 'no-record' })
      await person.goes(link)
      await looksAt(person, 'application-answered')
      await person.goes(link.replace(/application\/[\w-]+/, `application/${'A'.repeat(22)}`))
      await looksAt(person, 'application-link-dead')
      await person.leaves()
    },
    patience,
  )

  test(
    'for somebody else, too young, and without an email',
    async () => {
      const { world, organization } = clinic()
      const start = `${world.issuer}/apply?organization=${organization}`
      const person = await opens(start)
      await isFor(person, 'self')
      await person.entersBirthDate('2019-05-02')
      await looksAt(person, 'denied-apply-too-young')
      const parent = await opens(start)
      await isFor(parent, 'parent')
      await parent.entersBirthDate('2019-05-02')
      await looksAt(parent, 'apply-names-other')
      await parent.field('apply.names.own-family').fill('Applecroft')
      await parent.field('apply.names.patient-family').fill('Applecroft')
      await parent.field('person.sex.female').check()
      await parent.continues()
      await parent.hasNoEmail()
      await looksAt(parent, 'apply-no-email')
      await parent.leaves()
      await person.leaves()
    },
    patience,
  )

  test(
    'without a script',
    async () => {
      const { world, organization } = clinic()
      const email = emailOf()
      const start = `${world.issuer}/apply?organization=${organization}`
      const person = await patient(clinic()).opens(start, { javascript: false, width: 320, language })
      await isFor(person, 'self')
      await person.entersBirthDate('1952-09-14')
      await isCalled(person)
      await person.givesEmail(email)
      await person.confirms(await world.inbox.latestCode(email))
      await person.field('option.phone').fill('(312) 555-0143')
      await person.continues()
      await person.field('terms.accept').check()
      await person.presses(person.button('apply.review.submit'))
      await person.sees('apply.sent.title')
      expect(await statusLinkOf(world, email)).toContain('/application/')
      await person.leaves()
    },
    patience,
  )
})
