/** Language, and which notices a person wants. Notices about the safety of the account cannot be turned off. */
import { z } from 'zod'
import { languages, text } from '../../core/index.ts'
import { defineStep, type Flow } from '../../flow-engine/index.ts'
import { recordAudit } from '../../operations/audit.ts'
import { minutes } from '../../platform/index.ts'
import { type AccountScene, loadAccountScene, signedOutStep } from '../../steps/index.ts'
import { type AccountPreferences, findAccountPreferences, updateAccountPreferences } from '../../store/accounts.ts'

const preferencesFacts = z.object({
  freshSession: z.boolean().optional(),
  wanted: z.object({ language: z.enum(languages), portalNotices: z.boolean() }),
})
type PreferencesFacts = z.output<typeof preferencesFacts>
interface PreferencesScene extends AccountScene {
  readonly standing?: AccountPreferences
}

const choose = defineStep<PreferencesFacts, PreferencesScene>()({
  name: 'choose-preferences',
  needs: [],
  gives: ['wanted'],
  required: () => true,
  input: z.object({ language: z.enum(languages, 'choose-one'), notices: z.string().max(20).optional() }),
  limits: ['address'],
  texts: ['problem.choose-one', 'notice.preferences-saved'],
  page: (_facts, { standing }) => ({
    kind: 'form',
    name: 'preferences',
    title: text('preferences.title'),
    fields: [
      {
        kind: 'radio',
        name: 'language',
        label: text('preferences.language'),
        hint: text('preferences.language-hint'),
        options: languages.map(language => ({
          value: language,
          label: text(`preferences.language.${language}`),
          checked: standing?.language === language,
        })),
      },
      {
        kind: 'checkbox',
        name: 'notices',
        label: text('email.notices'),
        checked: standing?.notices.portal === true,
      },
    ],
    notes: [{ heading: text('preferences.security'), body: [text('preferences.security.why')] }],
    submit: text('preferences.save'),
    links: [{ href: '/account', label: text('portals.back') }],
  }),
  handle: async (_context, _facts, _scene, { language, notices }) => ({
    kind: 'advance',
    facts: { wanted: { language, portalNotices: notices !== undefined } },
  }),
})

export const preferencesFlow: Flow<PreferencesFacts, PreferencesScene> = {
  name: 'preferences',
  entry: { path: '/account/preferences', needs: 'session' },
  ttl: minutes(30),
  facts: preferencesFacts,
  given: [],
  steps: [signedOutStep<PreferencesFacts, PreferencesScene>(), choose],
  async scene(read, _facts, context) {
    const scene = await loadAccountScene(read, context)
    const standing = scene.person && (await findAccountPreferences(read, scene.person.accountId))
    return { ...scene, ...(standing ? { standing } : {}) }
  },
  async complete(tx, { wanted }, { person }, { house, now, ask, flow, visitor }) {
    if (!person) return { kind: 'denied', problem: 'session-ended' }
    const { accountId } = person
    const { language, portalNotices } = wanted
    if (!(await updateAccountPreferences(tx, accountId, { language, notices: { portal: portalNotices } }, now)))
      return { kind: 'denied', problem: 'session-ended' }
    await recordAudit(tx, house, {
      type: 'account.preferences-changed',
      outcome: 'success',
      actor: accountId,
      accountId,
      organizationId: ask.organization,
      correlationId: flow.id,
      reference: flow.reference,
      details: { ip: visitor.ip, device: visitor.userAgent, language, notices: { portal: portalNotices } },
    })
    // the pages of this browser follow at once, as after a press on the switch
    return { kind: 'done', to: `/account/preferences?lang=${language}`, notice: 'preferences-saved' }
  },
}
