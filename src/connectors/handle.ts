import type { ConnectorContext } from './contract.ts'

/** What a pending sign-in keeps of its handle: whoever reads it cannot answer in its place. */
export const handleHash = ({ house }: Pick<ConnectorContext, 'house'>, handle: string): string =>
  house.sealer.index('federation.handle', handle).toString('base64url')
