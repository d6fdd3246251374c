/**
 * Views: typed templates that turn the models of core into HTML, mails and letters. They know no request, no store and
 * no flow. Invariant: every value is escaped by preact; the one exception is the QR code that we draw ourselves.
 */
export { type Asset, assets } from './assets/index.ts'
export { type ErrorKind, type ErrorScreen, errorKinds, renderErrorPage } from './error.tsx'
export type { Frame, Organization } from './layout.tsx'
export {
  type LogoutDoneScreen,
  type LogoutScreen,
  renderLogout,
  renderLogoutDone,
} from './logout.tsx'
export { renderScreen } from './screen.tsx'
export { viewTexts } from './texts.ts'
export { renderUnsupportedBrowser, type UnsupportedBrowserScreen } from './unsupported-browser.tsx'
