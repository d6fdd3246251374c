/** What operators use: the API. May do nothing that `operations` does not offer. */
export { createOperatorApi } from './api/index.ts'
