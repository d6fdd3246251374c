/** What operators use: the API, and the console on top of it. May do nothing that `operations` does not offer. */
export { createOperatorApi } from './api/index.ts'
export { consoleTexts, createConsole } from './console/index.ts'
export { createSignInTest } from './sign-in-test/index.ts'
