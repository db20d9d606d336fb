import { Signer } from 'cfsign'
import { connection } from 'next/server'
import { CloudFrontImage } from './cloudfront-image'
import { signedQuery } from './signed-query'

const origin = process.env.CLOUDFRONT_ORIGIN ?? 'https://cdn.example.com'

let signer: Signer | undefined

/** A page of the app router. */
export default async function Photos() {
  // Else the page, and the signature in it, would be made when the site is built, and end while it is in use.
  await connection()
  signer ??= Signer.fromPem(process.env.CLOUDFRONT_PRIVATE_KEY ?? '', {
    keyPairId: process.env.CLOUDFRONT_KEY_PAIR_ID ?? '',
  })
  const query = signedQuery(signer, origin)
  return <CloudFrontImage origin={origin} query={query} src="/images/lake.png" alt="The lake" width={640} height={360} />
}
