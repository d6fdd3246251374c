import { type Check, type Examined, failed, fine, warning } from './contract.ts'

const isLocal = (issuer: string): boolean => /^(localhost|127\.|\[::1\])/.test(new URL(issuer).hostname)

/** Whether the rules of production hold here. They refuse to start on development defaults, but only where they are asked. */
export const environmentCheck: Check<Examined> = {
  name: 'environment',
  after: ['settings'],
  run: ({ settings: { environment, issuer } }) => {
    if (environment === 'production') return [fine('production: development defaults are refused')]
    return isLocal(issuer)
      ? [
          warning(
            `${environment}, on this machine alone`,
            'set environment: production (or NODE_ENV) before people use it',
          ),
        ]
      : [
          failed(
            `the environment is ${environment}, but people reach it at ${issuer}`,
            'set environment: production (or NODE_ENV): then development keys and gateways are refused by name',
          ),
        ]
  },
}
