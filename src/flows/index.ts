/**
 * Flows: every hosted journey, one folder each, in this explicit registry. A flow never imports another; it goes on into
 * one by its completion. May not write SQL or know an address. Invariant: identity data changes only in `complete`.
 */
import type { Texts } from '../core/index.ts'
import type { AnyFlow, LimitRegistry } from '../flow-engine/index.ts'
import { activateFlow, activateLimits, activateTexts } from './activate/index.ts'
import { addPasskeyFlow } from './add-passkey/index.ts'
import { applicationFlow, appliedFlow, applyFlow, applyLimits } from './apply/index.ts'
import { texts as applyTexts } from './apply/texts.ts'
import { authenticator } from './authenticator/index.ts'
import { texts as authenticatorTexts } from './authenticator/texts.ts'
import { changePassword } from './change-password/index.ts'
import { texts as changePasswordTexts } from './change-password/texts.ts'
import { changeUsername } from './change-username/index.ts'
import { texts as changeUsernameTexts } from './change-username/texts.ts'
import { closeAccount, reopenAccountFlow } from './close-account/index.ts'
import { texts as closeTexts } from './close-account/texts.ts'
import { insurerFlow, insurerTexts } from './insurer/index.ts'
import { insurerTest } from './insurer-test/index.ts'
import { texts as insurerTestTexts } from './insurer-test/texts.ts'
import { addByInvitationFlow, invitationFlow, inviteFlow, inviteTexts } from './invite/index.ts'
import { notMeFlow } from './not-me/index.ts'
import { texts as notMeTexts } from './not-me/texts.ts'
import {
  addEmail,
  addPhone,
  ownContactsTexts,
  primaryContact,
  removeContact,
  undoChangeFlow,
} from './own-contacts/index.ts'
import { linkInsurer, ownInsurersTexts, unlinkInsurer } from './own-insurers/index.ts'
import { portalsFlow } from './portals/index.ts'
import { texts as portalsTexts } from './portals/texts.ts'
import { preferencesFlow } from './preferences/index.ts'
import { texts as preferencesTexts } from './preferences/texts.ts'
import { recoverCancelFlow, recoverFlow, recoverLimits, recoverLinkFlow, recoverTexts } from './recover/index.ts'
import { recoveryCodes } from './recovery-codes/index.ts'
import { texts as recoveryCodesTexts } from './recovery-codes/texts.ts'
import { registeredFlow, registerFlow } from './register/index.ts'
import { texts as registerTexts } from './register/texts.ts'
import { removeFactor } from './remove-factor/index.ts'
import { texts as removeFactorTexts } from './remove-factor/texts.ts'
import { renameFactor } from './rename-factor/index.ts'
import { texts as renameFactorTexts } from './rename-factor/texts.ts'
import { securityQuestion } from './security-question/index.ts'
import { sessionsFlow } from './sessions/index.ts'
import { texts as sessionsTexts } from './sessions/texts.ts'
import { signIn } from './sign-in/index.ts'
import { texts as signInTexts } from './sign-in/texts.ts'
import { wakeLinks } from './wake-links/index.ts'
import { texts as wakeLinksTexts } from './wake-links/texts.ts'

export const flows: readonly AnyFlow[] = [
  signIn,
  insurerFlow,
  insurerTest,
  addPasskeyFlow,
  activateFlow,
  registerFlow,
  registeredFlow,
  invitationFlow,
  addByInvitationFlow,
  inviteFlow,
  applyFlow,
  appliedFlow,
  applicationFlow,
  authenticator,
  securityQuestion,
  recoveryCodes,
  removeFactor,
  renameFactor,
  changePassword,
  changeUsername,
  sessionsFlow,
  portalsFlow,
  preferencesFlow,
  notMeFlow,
  addEmail,
  addPhone,
  removeContact,
  primaryContact,
  undoChangeFlow,
  linkInsurer,
  unlinkInsurer,
  closeAccount,
  reopenAccountFlow,
  recoverFlow,
  recoverLinkFlow,
  recoverCancelFlow,
  wakeLinks,
]

/** Limits that the flows name besides the engine's common ones. */
export const flowLimits: LimitRegistry = { ...activateLimits, ...applyLimits, ...recoverLimits }

export const flowTexts: Texts = {
  ...signInTexts,
  ...insurerTexts,
  ...insurerTestTexts,
  ...activateTexts,
  ...registerTexts,
  ...inviteTexts,
  ...applyTexts,
  ...authenticatorTexts,
  ...recoveryCodesTexts,
  ...removeFactorTexts,
  ...renameFactorTexts,
  ...changePasswordTexts,
  ...changeUsernameTexts,
  ...ownContactsTexts,
  ...ownInsurersTexts,
  ...closeTexts,
  ...recoverTexts,
  ...wakeLinksTexts,
  ...sessionsTexts,
  ...portalsTexts,
  ...preferencesTexts,
  ...notMeTexts,
}
