import type { Signer } from 'cfsign'
import { CloudFrontImage } from './cloudfront-image'
import { signedQuery } from './signed-query'

/** A page of the app router, which is rendered on the server. */
export function Photos({ signer, origin }: { signer: Signer; origin: string }) {
  const query = signedQuery(signer, origin)
  return <CloudFrontImage origin={origin} query={query} src="/images/lake.png" alt="The lake" width={640} height={360} />
}
