/**
 * Views: typed templates that turn the models of core into HTML, mails and letters. They know no request, no store and
 * no flow. Invariant: every value is escaped by preact, without exception.
 */
export { type ApiReferenceScreen, type ReferenceOperation, renderApiReference } from './api-reference.tsx'
export { type Asset, assets } from './assets/index.ts'
export { brandContrast } from './branding.ts'
export { renderConsole } from './console/console.tsx'
export { type ErrorKind, type ErrorScreen, errorKinds, renderErrorPage } from './error.tsx'
export { renderHandedLink } from './handed-link.tsx'
export type { Frame, Organization } from './layout.tsx'
export { renderLetter } from './letter.tsx'
export {
  type LogoutDoneScreen,
  type LogoutScreen,
  renderLogout,
  renderLogoutDone,
} from './logout.tsx'
export { type Mail, renderMail } from './mail/mail.tsx'
export { renderScreen } from './screen.tsx'
export { viewTexts } from './texts.ts'
export { renderUnsupportedBrowser, type UnsupportedBrowserScreen } from './unsupported-browser.tsx'
