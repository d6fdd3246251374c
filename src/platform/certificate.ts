import { connect } from 'node:tls'

/**
 * When the certificate ends that a server shows. Whether it is to be trusted is another question, for whoever sends it
 * anything: nothing is sent here.
 * @returns undefined where none is shown within the limit
 */
export const findCertificateEnd = ({ hostname, port }: URL, timeoutMs: number): Promise<Date | undefined> =>
  new Promise(resolve => {
    const host = hostname.replace(/^\[|\]$/g, '')
    const socket = connect({ host, servername: host, port: Number(port) || 443, rejectUnauthorized: false })
    const end = (at?: Date) => {
      socket.destroy()
      resolve(at)
    }
    socket
      .setTimeout(timeoutMs, () => end())
      .once('secureConnect', () => {
        const { valid_to } = socket.getPeerCertificate()
        end(valid_to ? new Date(valid_to) : undefined)
      })
      .once('error', () => end())
  })
