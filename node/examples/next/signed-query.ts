// On the server only: the private key must not reach the browser.
import { Policy, Signer, expiresIn } from 'cfsign'

/**
 * The query string that opens every image below `origin`/images, at every width: signed once, for all of them.
 * It stays the same for ten minutes, so that browsers find in their caches what they have.
 */
export function signedQuery(signer: Signer, origin: string): string {
  const images = new Policy(`${origin}/images/*`, { dateLessThan: expiresIn(3600, { bucket: 600 }) })
  return signer.grant(images).query
}
